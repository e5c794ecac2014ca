// Where the glue says what failed. Positions and faces are never said.

import os

let log = Logger(subsystem: "yike.phone", category: "glue")
