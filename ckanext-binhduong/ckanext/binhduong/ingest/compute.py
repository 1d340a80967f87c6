"""Arrow's compute functions under the name this package uses; they are made when Arrow is loaded, so no type checker can see them."""

from typing import Any

import pyarrow.compute

pc: Any = pyarrow.compute
