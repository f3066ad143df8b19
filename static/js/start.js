// Before the first paint: says that scripts run, so that on phones the menu starts closed.
"use strict";

document.documentElement.classList.add("js");
