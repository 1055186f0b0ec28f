// What a script adds to pages that work without one: filters that apply at once, and keys to move through rows.

import { filters } from "./filters";
import { keys } from "./keys";

filters();
keys();
