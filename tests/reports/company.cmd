$ ytterby report company Lynas
?section	?what	?value	?when	?source
"also called"	"Lynas Corporation"	""	""	"reference data"
"also called"	"Lynas Rare Earths"	""	""	"reference data"
"home country"	"Australia"	""	""	"SMM 2025-10-26, geopolitics"
"venture"	"Malaysia and Lynas set up the plant in Pahang together"	"with Malaysia"	""	"SMM 2025-10-26, geopolitics"
"site"	"Lynas plant in Pahang"	"processing plant in Pahang, light rare earths"	""	"SMM 2025-10-26, geopolitics"
"site"	"Lynas plant in Pahang"	"stage: midstream"	""	"SMM 2025-10-26, geopolitics"
"site"	"Lynas plant in Pahang"	"the Lynas plant is the largest of its kind outside China"	""	"SMM 2025-10-26, geopolitics"
"site"	"Lynas plant in Pahang"	"protests against radioactive waste of the Lynas plant"	"continuing"	"SMM 2025-10-26, industry chain"
"permit"	"operating permit of the Lynas plant"	"the Lynas plant's operating permit is due for renewal, under social pressure"	"2026-03"	"SMM 2025-10-26, industry chain"
$ ytterby report company TDK
?section	?what	?value	?when	?source
"also called"	"TDK Corporation"	""	""	"reference data"
"home country"	"Japan"	""	""	"SMM 2025-10-26, technology"
"participates in"	"Rare Earth Technology Innovation Fund"	""	""	"SMM 2025-10-26, technology"
"programme"	"multinationals attracted by the Rare Earth Technology Innovation Fund"	"23 companies"	""	"SMM 2025-10-26, technology"
