// area, distance, geofence: places written as "latitude longitude altitude accuracy", with ; between points. As
// xpath/functions/geography.py.

import { each, enter, words } from "./functions.js";
import { NUMBER, plainNumber, toText, TRUTH, XPathError } from "./values.js";

// The earth's radius at the equator, as JavaRosa has it; the length of a degree follows from it.
const RADIUS_M = 6378100, RADIAN = Math.PI / 180;
const DEGREE_M = RADIUS_M * RADIAN;

/** Latitude and longitude of each point in order; null where something is no point. */
function pointsOf(values) {
  // Collect ends a line with a semicolon.
  const texts = each(values).map(toText).flatMap((text) => text.replace(/[; \t\r\n]+$/, "").split(";"));
  const points = texts.map((text) => {
    const parts = words(text);
    return parts.length > 1 && parts.length < 5 ? parts.slice(0, 2).map(plainNumber) : [NaN, NaN];
  });
  return points.every(([north, east]) => north + east === north + east) ? points : null;
}

/** What `work` makes of each two points that follow each other. */
const pairs = (points, work) => points.slice(1).map((point, place) => work(points[place], point));
const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);

/** Square metres inside a shape, or inside the points that nodes hold; 0 where there is no shape. */
const area = ["raw", (value) => {
  const points = pointsOf([value]);
  if (!points || points.length < 3) return 0;
  const [[north, east], ...others] = points;
  const flat = others.map(([latitude, longitude]) =>
    [(latitude - north) * DEGREE_M, (longitude - east) * DEGREE_M * Math.cos(latitude * RADIAN)]);
  return Math.abs(sum(pairs(flat, ([y1, x1], [y2, x2]) => y1 * x2 - x1 * y2))) / 2;
}];

/**
 * Metres along a line, a shape's edge, or the points that nodes or several arguments hold, in their order; NaN where
 * one of them is no place on earth.
 */
function distance(...values) {
  const points = pointsOf(values) || [];
  const isOnEarth = points.every(([north, east]) => Math.abs(north) <= 90 && Math.abs(east) <= 180);
  return points.length && isOnEarth ? sum(pairs(points, apart)) : NaN;
}

/** By the spherical law of cosines, which JavaRosa uses. */
function apart([north, east], [otherNorth, otherEast]) {
  const first = north * RADIAN, second = otherNorth * RADIAN, turn = (east - otherEast) * RADIAN;
  const cosine = Math.sin(first) * Math.sin(second) + Math.cos(first) * Math.cos(second) * Math.cos(turn);
  // A point and itself may come to a hair more than 1.
  return Math.acos(Math.max(-1, Math.min(1, cosine))) * RADIUS_M;
}

enter(NUMBER, 0, { area, "enclosed-area": area, distance: ["raw raw*", distance] });

enter(TRUTH, 0, {
  /** Whether a place lies inside a shape, whose last point is its first one again: any other line fences nothing. */
  geofence: ["raw raw", (place, shape) => {
    if (!Array.isArray(shape) && !toText(shape).trim()) throw new XPathError("geofence() wants a shape as its second argument");
    const fence = pointsOf([shape]), point = pointsOf([place]);
    if (!point || !point.length || !fence || !fence.length) return false;
    if (String(fence[0]) !== String(fence[fence.length - 1])) return false;
    const [[north, east]] = point;
    const crossed = pairs(fence, ([north1, east1], [north2, east2]) =>
      (north2 > north) !== (north1 > north) && east < (east1 - east2) * (north - north2) / (north1 - north2) + east2);
    return crossed.filter(Boolean).length % 2 === 1;
  }],
});
