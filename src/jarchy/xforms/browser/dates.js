// Days, moments and time zones. As the second half of xpath/values.py.
//
// A moment is a number of milliseconds since 1970-01-01T00:00Z, NaN where there is none; a zone is an IANA name.

export const DAY = 864e5;
const QUARTER = 9e5;
const MOMENT = /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ]([0-9:.]+)[ \t-\r]?(?:(Z)|([+-])(\d\d?)(?::?(\d\d))?)?)?$/;
const CLOCK = /^(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/;
const formats = new Map(), offsets = new Map();

/** The moment that an ISO text means; a day is its local midnight. NaN if the text is no date. */
export function momentOf(text, zone) {
  const match = MOMENT.exec(text.trim());
  if (!match) return NaN;
  const [, year, month, day, clock, isUtc, sign, hours, minutes = 0] = match;
  const wall = midnight(year, month, day) + (clock === undefined ? 0 : sinceMidnight(clock));
  if (isUtc) return wall;
  if (sign) return hours > 23 || minutes > 59 ? NaN : wall - (sign + 1) * (hours * 60 + +minutes) * 6e4;
  return fromWall(wall, zone);
}

/** Shaped as an ISO date, whether or not such a day exists. */
export const looksLikeADate = (text) => MOMENT.test(text.trim());

/** Of a day, as if it were UTC's; NaN if the calendar has no such day. */
export function midnight(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isDay = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === +day;
  return isDay ? date.getTime() : NaN;
}

function sinceMidnight(clock) {
  const match = CLOCK.exec(clock);
  if (!match) return NaN;
  const [, hours, minutes, seconds = 0, fraction = ""] = match;
  if (hours > 23 || minutes > 59 || seconds > 59) return NaN;
  return ((hours * 60 + +minutes) * 60 + +seconds) * 1e3 + fraction.padEnd(6, "0").slice(0, 6) / 1e3;
}

/** A time that the clock showed twice is the first, one that it left out is counted as if it had gone on. */
function fromWall(wall, zone) {
  const before = wall - offsetAt(wall - DAY, zone);
  const after = wall - offsetAt(wall + DAY, zone);
  return wall - offsetAt(before, zone) !== before && wall - offsetAt(after, zone) === after ? after : before;
}

/** Milliseconds by which the clock on the wall of `zone` is ahead of UTC. */
export function offsetAt(moment, zone) {
  if (zone === "UTC" || moment !== moment) return 0;
  const start = Math.floor(moment / QUARTER) * QUARTER;
  const key = zone + start;
  if (!offsets.has(key)) offsets.set(key, askOffset(start, zone));
  return offsets.get(key);
}

function askOffset(moment, zone) {
  if (!formats.has(zone)) {
    const all = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
    formats.set(zone, new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...all }));
  }
  const parts = {};
  for (const { type, value } of formats.get(zone).formatToParts(moment)) parts[type] = value;
  const { year, month, day, hour, minute, second } = parts;
  return midnight(year, month, day) + ((hour * 60 + +minute) * 60 + +second) * 1e3 - moment;
}

/** Days since 1970 by the calendar and the clock on the wall of `zone`. */
export function localDays(moment, zone) {
  const wall = moment + offsetAt(moment, zone);
  const days = Math.floor(wall / DAY);
  return days + (wall - days * DAY) / 1e3 / 86400;
}

/** Days since 1970-01-01T00:00Z with their fraction. */
export const instantDays = (moment) => moment / 1e3 / 86400;

/** A Date whose UTC fields are those of the calendar and the clock in `zone`. */
export const wallDate = (moment, zone) => new Date(Math.floor(moment + offsetAt(moment, zone)));

/** "2018-11-05T12:00:00.000+06:00" */
export function momentText(moment, zone) {
  const offset = offsetAt(moment, zone);
  const ahead = new Date(Math.abs(offset)).toISOString().slice(11, offset % 6e4 ? 19 : 16);
  return wallDate(moment, zone).toISOString().slice(0, -1) + (offset < 0 ? "-" : "+") + ahead;
}

/** "2018-11-05" of a number of days since 1970. */
export const dayText = (days) => new Date(days * DAY).toISOString().slice(0, 10);
