$ ytterby report whatif China
?lost	?where	?amount	?unit	?left	?others	?hits	?when	?source
"supply"	"world output of rare earths, share"	"> 60"	"%"	"< 40"	"nobody else is told of"	""	""	"SMM 2025-10-26, technology"
"technology"	"rare-earth production technology"	"the only one"	""	""	"nobody else is told of"	""	""	"SMM 2025-10-26, technology"
"dominant one"	"rare-earth industry"	""	""	""	"nobody else is told of"	""	"continuing"	"SMM 2025-10-26, geopolitics"
"number 1"	"extraction and separation"	"level of technology"	""	""	"nobody else is told of"	""	""	"SMM 2025-10-26, technology"
"number 1"	"metal and alloy making"	"level of technology"	""	""	"nobody else is told of"	""	""	"SMM 2025-10-26, technology"
"what others depend on"	"Chinese rare-earth technology"	"Nik Nazmi concedes it"	""	""	""	"Malaysia"	""	"SMM 2025-10-26, introduction 2"
"partner"	"pilot mine in Perak"	"Chinese companies"	""	""	""	"Malaysia"	""	"SMM 2025-10-26, geopolitics"

$ ytterby report whatif Malaysia
?lost	?where	?amount	?unit	?left	?others	?hits	?when	?source
"supply"	"mine output of rare earths, mining, basis not stated"	"310"	"t"	""	"nobody else is told of"	""	"2023"	"SMM 2025-10-26, resources"
"supply"	"mine output of rare earths, mining, basis not stated"	"130"	"t"	""	"nobody else is told of"	""	"2024"	"SMM 2025-10-26, resources"
"supply"	"rare-earth supply outside China, share"	"no number given"	"%"	"not known"	"nobody else is told of"	""	"2023"	"SMM 2025-10-26, introduction 3"
"supply"	"resources of rare earths, basis not stated, estimate"	"16.2 to 18.18"	"million t"	""	"nobody else is told of"	""	""	"SMM 2025-10-26, resources"
"site"	"Lynas plant in Pahang"	"midstream"	""	""	"no other site of this stage is known"	""	""	"SMM 2025-10-26, geopolitics"
"site"	"pilot mine in Perak"	"mining"	""	""	"no other site of this stage is known"	""	""	"SMM 2025-10-26, geopolitics"
"route"	"Strait of Malacca"	""	""	""	"nobody else is told of"	""	""	"SMM 2025-10-26, strengths"
"number 1"	"Southeast Asia"	"cross-border trade facilitation"	""	""	"nobody else is told of"	""	""	"SMM 2025-10-26, strengths"
"number 1"	"Southeast Asia"	"transparency of mining-rights approval"	""	""	"nobody else is told of"	""	""	"SMM 2025-10-26, strengths"
"partner"	"Lynas plant in Pahang"	"Malaysia"	""	""	""	"Lynas"	""	"SMM 2025-10-26, geopolitics"
"partner"	"pilot mine in Perak"	"Malaysia"	""	""	""	"Chinese companies"	""	"SMM 2025-10-26, geopolitics"

$ ytterby report whatif Japan
?lost	?where	?amount	?unit	?left	?others	?hits	?when	?source
"monopolist"	"magnet making"	""	""	""	"Swiss magnet makers"	"Malaysia"	""	"SMM 2025-10-26, industry chain"
"participant"	"Rare Earth Technology Innovation Fund"	"TDK"	""	""	""	"Government of Malaysia"	""	"SMM 2025-10-26, technology"

