# Each row is one statement of the document; only the single sites are what the graph does not tell more of.
$ ytterby report chokepoints
?chokepoint	?where	?who	?value	?unit	?remark	?when	?source
"share over 60 %"	"world output of rare earths"	"China"	"> 60"	"%"	"actual"	""	"SMM 2025-10-26, technology"
"index over 2500"	"world output of rare earths"	""	"at least 3600"	"sum of squared %"	"actual, of 1 producer"	""	"SMM 2025-10-26, technology"
"monopoly"	"magnet making"	"Japanese magnet makers"	""	""	"in Malaysia's downstream rare-earth industry; from Japan"	""	"SMM 2025-10-26, industry chain"
"monopoly"	"magnet making"	"Swiss magnet makers"	""	""	"in Malaysia's downstream rare-earth industry; from Switzerland"	""	"SMM 2025-10-26, industry chain"
"only one"	"rare-earth production technology"	"China"	""	""	"the only one that masters it"	""	"SMM 2025-10-26, technology"
"barred from export"	"rare-earth extraction technology"	"China"	""	""	"China's Catalogue of technologies prohibited and restricted from export"	""	"SMM 2025-10-26, future path"
"barred from export"	"rare-earth processing technology"	"China"	""	""	"China's Catalogue of technologies prohibited and restricted from export"	""	"SMM 2025-10-26, future path"
"barred from export"	"rare-earth utilisation technology"	"China"	""	""	"China's Catalogue of technologies prohibited and restricted from export"	""	"SMM 2025-10-26, future path"
"dominance"	"rare-earth industry"	"China"	""	""	""	"continuing"	"SMM 2025-10-26, geopolitics"
"leader"	"extraction and separation"	"China"	""	""	"level of technology"	""	"SMM 2025-10-26, technology"
"leader"	"metal and alloy making"	"China"	""	""	"level of technology"	""	"SMM 2025-10-26, technology"
"leader"	"world outside China"	"Lynas plant in Pahang"	""	""	"scale of light rare-earth processing"	""	"SMM 2025-10-26, geopolitics"
"single site"	"midstream"	"Lynas plant in Pahang"	""	""	"the only site of this stage that the graph knows"	""	"SMM 2025-10-26, geopolitics"
"single site"	"mining"	"pilot mine in Perak"	""	""	"the only site of this stage that the graph knows"	""	"SMM 2025-10-26, geopolitics"
"strait or route"	"Strait of Malacca"	"Malaysia"	""	""	"controlled by one"	""	"SMM 2025-10-26, strengths"

# A commodity keeps what is told of it and its groups, and what is told of no commodity.
$ ytterby report chokepoints neodymium | cut -f 1-4
?chokepoint	?where	?who	?value
"share over 60 %"	"world output of rare earths"	"China"	"> 60"
"index over 2500"	"world output of rare earths"	""	"at least 3600"
"only one"	"rare-earth production technology"	"China"	""
"barred from export"	"rare-earth extraction technology"	"China"	""
"barred from export"	"rare-earth processing technology"	"China"	""
"barred from export"	"rare-earth utilisation technology"	"China"	""
"dominance"	"rare-earth industry"	"China"	""
"leader"	"extraction and separation"	"China"	""
"leader"	"metal and alloy making"	"China"	""
"leader"	"world outside China"	"Lynas plant in Pahang"	""
"single site"	"midstream"	"Lynas plant in Pahang"	""
"single site"	"mining"	"pilot mine in Perak"	""
"strait or route"	"Strait of Malacca"	"Malaysia"	""

# Magnets belong to the rare earths as a whole, but neither to the elements nor to the light ones.
$ ytterby report chokepoints 'rare-earth magnets' | cut -f 1-4
?chokepoint	?where	?who	?value
"share over 60 %"	"world output of rare earths"	"China"	"> 60"
"index over 2500"	"world output of rare earths"	""	"at least 3600"
"monopoly"	"magnet making"	"Japanese magnet makers"	""
"monopoly"	"magnet making"	"Swiss magnet makers"	""
"barred from export"	"rare-earth extraction technology"	"China"	""
"barred from export"	"rare-earth processing technology"	"China"	""
"barred from export"	"rare-earth utilisation technology"	"China"	""
"dominance"	"rare-earth industry"	"China"	""
"leader"	"extraction and separation"	"China"	""
"leader"	"metal and alloy making"	"China"	""
"single site"	"mining"	"pilot mine in Perak"	""
"strait or route"	"Strait of Malacca"	"Malaysia"	""

$ ytterby report chokepoints neodymuim
! ytterby: error: no commodity is called "neodymuim"; nearest: neodymium (y:Neodymium), neodymium oxide (y:Neodymium-oxide)
? 1

