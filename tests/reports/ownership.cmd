# The document names the parties of both ventures, and no per cents.
$ ytterby report ownership 'Lynas plant'
?direction	?who	?percent	?through	?kind	?home	?when	?source
"has a part in it"	"Lynas"	"not told"	""	"venture"	"Australia"	""	"SMM 2025-10-26, geopolitics"
"has a part in it"	"Malaysia"	"not told"	""	"venture"	"Malaysia"	""	"SMM 2025-10-26, geopolitics"
"foreign share"	""	"not told"	"1 direct owner, 0 with a per cent"	""	""	""	"SMM 2025-10-26, geopolitics"
"home share"	""	"not told"	"1 direct owner, 0 with a per cent"	""	""	""	"SMM 2025-10-26, geopolitics"
"rule on it"	"Malaysia's limits on foreign shareholding"	""	"ended, fully"	""	""	"time not stated"	"SMM 2025-10-26, strengths"

$ ytterby report ownership Lynas
?direction	?who	?percent	?through	?kind	?home	?when	?source
"it has a part in"	"Lynas plant in Pahang"	"not told"	""	"venture"	"Malaysia"	""	"SMM 2025-10-26, geopolitics"

$ ytterby report ownership Malaysia
?direction	?who	?percent	?through	?kind	?home	?when	?source
"it has a part in"	"Lynas plant in Pahang"	"not told"	""	"venture"	"Malaysia"	""	"SMM 2025-10-26, geopolitics"
"it has a part in"	"pilot mine in Perak"	"not told"	""	"venture"	"Malaysia"	""	"SMM 2025-10-26, geopolitics"
"rule on it"	"Malaysia's limits on foreign shareholding"	""	"ended, fully"	""	""	"time not stated"	"SMM 2025-10-26, strengths"

