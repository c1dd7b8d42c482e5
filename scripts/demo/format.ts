const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** A fixed-point number for people: grouped, cut to so many places, no zeros at the end beyond the `least` places. */
export function fixed(value: bigint, decimals: number, places: number, least = 0): string {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const cut = digits.slice(digits.length - decimals).slice(0, places);
  const fraction = cut.replace(/0+$/, "").padEnd(Math.min(least, places), "0");
  return `${sign}${grouped(whole)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Dollars of a WAD amount. */
export const dollars = (wad: bigint): string => `$${fixed(wad, 18, 2, 2)}`.replace("$-", "-$");

/** A share of one as a factor, such as 0.9821. */
export const factor = (wad: bigint): string => fixed(wad, 18, 4, 4);

/** Wei as ether. */
export const ether = (wei: bigint): string => `${fixed(wei, 18, 6)} ETH`;

/** How long, such as 4 s or 2 min 5 s. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Time since the beginning, such as 1:04:09. */
export function clock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3_600);
  return `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
