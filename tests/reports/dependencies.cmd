$ ytterby report dependencies Malaysia
?who	?on	?for	?how	?value	?when	?source
"Malaysia"	"foreign rare-earth technology"	"dependence of supply"	"depends on it, wholly"	""	""	"SMM 2025-10-26, introduction 3"
"Malaysia"	"China"	"Chinese rare-earth technology"	"Nik Nazmi concedes it"	""	""	"SMM 2025-10-26, introduction 2"
"Malaysia"	"China"	"extraction and separation"	"lacks core rare-earth technology, the other leads"	""	""	"SMM 2025-10-26, technology"
"Malaysia"	"China"	"metal and alloy making"	"lacks core rare-earth technology, the other leads"	""	""	"SMM 2025-10-26, technology"
"Malaysia"	"China"	"rare-earth production technology"	"depends on technology, the other alone masters it"	""	""	"SMM 2025-10-26, introduction 3; SMM 2025-10-26, technology"
"Malaysia"	"Japanese magnet makers (Japan)"	"magnet making"	"monopolises it there"	""	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"Swiss magnet makers (Switzerland)"	"magnet making"	"monopolises it there"	""	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"others"	"downstream"	"its own part"	"< 20 % of Malaysia's downstream rare-earth industry"	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"China"	"rare-earth extraction technology"	"export prohibited, which hampers it"	""	""	"SMM 2025-10-26, future path"
"Malaysia"	"China"	"rare-earth processing technology"	"export prohibited, which hampers it"	""	""	"SMM 2025-10-26, future path"
"Malaysia"	"China"	"rare-earth utilisation technology"	"export prohibited, which hampers it"	""	""	"SMM 2025-10-26, future path"

$ ytterby report dependencies
?who	?on	?for	?how	?value	?when	?source
"Malaysia"	"foreign rare-earth technology"	"dependence of supply"	"depends on it, wholly"	""	""	"SMM 2025-10-26, introduction 3"
"Malaysia"	"China"	"Chinese rare-earth technology"	"Nik Nazmi concedes it"	""	""	"SMM 2025-10-26, introduction 2"
"Malaysia"	"China"	"extraction and separation"	"lacks core rare-earth technology, the other leads"	""	""	"SMM 2025-10-26, technology"
"Malaysia"	"China"	"metal and alloy making"	"lacks core rare-earth technology, the other leads"	""	""	"SMM 2025-10-26, technology"
"Malaysia"	"China"	"rare-earth production technology"	"depends on technology, the other alone masters it"	""	""	"SMM 2025-10-26, introduction 3; SMM 2025-10-26, technology"
"Malaysia"	"Japanese magnet makers (Japan)"	"magnet making"	"monopolises it there"	""	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"Swiss magnet makers (Switzerland)"	"magnet making"	"monopolises it there"	""	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"others"	"downstream"	"its own part"	"< 20 % of Malaysia's downstream rare-earth industry"	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"China"	"rare-earth extraction technology"	"export prohibited, which hampers it"	""	""	"SMM 2025-10-26, future path"
"Malaysia"	"China"	"rare-earth processing technology"	"export prohibited, which hampers it"	""	""	"SMM 2025-10-26, future path"
"Malaysia"	"China"	"rare-earth utilisation technology"	"export prohibited, which hampers it"	""	""	"SMM 2025-10-26, future path"


# Who depends on whom for separation technology?
$ ytterby report dependencies stage=separation
?who	?on	?for	?how	?value	?when	?source
"Malaysia"	"foreign rare-earth technology"	"dependence of supply"	"depends on it, wholly"	""	""	"SMM 2025-10-26, introduction 3"
"Malaysia"	"China"	"Chinese rare-earth technology"	"Nik Nazmi concedes it"	""	""	"SMM 2025-10-26, introduction 2"
"Malaysia"	"China"	"extraction and separation"	"lacks core rare-earth technology, the other leads"	""	""	"SMM 2025-10-26, technology"
"Malaysia"	"China"	"rare-earth production technology"	"depends on technology, the other alone masters it"	""	""	"SMM 2025-10-26, introduction 3; SMM 2025-10-26, technology"
"Malaysia"	"China"	"rare-earth extraction technology"	"export prohibited, which hampers it"	""	""	"SMM 2025-10-26, future path"
"Malaysia"	"China"	"rare-earth processing technology"	"export prohibited, which hampers it"	""	""	"SMM 2025-10-26, future path"

