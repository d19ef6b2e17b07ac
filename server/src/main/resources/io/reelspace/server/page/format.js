// Times, numbers and dates as the reader's locale writes them.

const two = new Intl.NumberFormat(undefined, { minimumIntegerDigits: 2, useGrouping: false });
const one = new Intl.NumberFormat(undefined, { useGrouping: false });
const tenths = new Intl.NumberFormat(undefined, { minimumIntegerDigits: 2, minimumFractionDigits: 1, maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2, minimumFractionDigits: 2 });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** 1:02:03, 0:42; with tenths 0:42.5 */
export function clock(seconds, withTenths = false) {
  const total = Math.max(0, withTenths ? Math.round(seconds * 10) / 10 : Math.floor(seconds));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const rest = total % 60;
  const last = withTenths ? tenths.format(rest) : two.format(Math.floor(rest));
  return hours > 0 ? `${one.format(hours)}:${two.format(minutes)}:${last}` : `${one.format(minutes)}:${last}`;
}

export const count = (number) => whole.format(number);
export const score = (number) => percent.format(number);
export const date = (iso) => day.format(new Date(iso));
export const dateAndTime = (iso) => moment.format(new Date(iso));

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

export function bytes(size) {
  let unit = 0;
  let value = size;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(undefined, { style: "unit", unit: UNITS[unit], maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** One video, 3 videos. */
export const many = (number, singular, plural = `${singular}s`) => `${count(number)} ${number === 1 ? singular : plural}`;
