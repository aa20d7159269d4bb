import type { Place } from "@microbilt-oauth/conformance";

/** The id of the first row of a place in the table of requirements: `rfc6749-5.1`, or a pointer without its number sign. */
export function anchorOf(place: Place): string {
  return place.startsWith("#") ? place.slice(1) : place.replace("#", "-");
}
