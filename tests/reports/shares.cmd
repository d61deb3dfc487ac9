# What the shipped graph has no example of, in invented documents: shares and masses of several producers, imports in two
# tiers, stakes in a chain, two sources that agree in other units, disagree, or count on unlike bases.
$ ytterby load --db s.yt "$TOP"/graph/ontology.ttl "$TOP"/graph/reference/*.ttl "$TESTDIR"/shares.trig
> echo 'ytterby report --db s.yt --default-graph union "$@"' >report

# 2023: 70 or 65, 20 and 10 of 100. 2024: 40 to 45, 30 and below 10: 40² + 30² = 2500 at least.
# Masses: 12 kt and 3000 t on one basis are 80 and 20 %; what is on another basis, planned or mined is left out.
$ sh report concentration neodymium
?market	?period	?measure	?low	?high	?unit	?who	?remark	?source
"rare-earth output of neodymium, extraction and separation, rare-earth oxide"	"2024"	"index (HHI)"	"6800"^^<http://www.w3.org/2001/XMLSchema#decimal>	"6800"^^<http://www.w3.org/2001/XMLSchema#decimal>	"sum of squared %"	""	"above 2500: highly concentrated"	"Bulletin, front page; Survey, page 2"
"rare-earth output of neodymium, extraction and separation, rare-earth oxide"	"2024"	"largest"	"80"^^<http://www.w3.org/2001/XMLSchema#decimal>	"80"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	"Alva"	""	"Bulletin, front page; Survey, page 2"
"rare-earth output of neodymium, extraction and separation, rare-earth oxide"	"2024"	"three largest"	"100"^^<http://www.w3.org/2001/XMLSchema#decimal>	"100"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	""	""	"Bulletin, front page; Survey, page 2"
"rare-earth output of neodymium, extraction and separation, rare-earth oxide"	"2024"	"told"	"100"^^<http://www.w3.org/2001/XMLSchema#decimal>	"100"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	"2 producers"	"taken as the whole: masses of those who are told"	"Bulletin, front page; Survey, page 2"
"world output of neodymium, share"	"2023"	"index (HHI)"	"4725"^^<http://www.w3.org/2001/XMLSchema#decimal>	"5400"^^<http://www.w3.org/2001/XMLSchema#decimal>	"sum of squared %"	""	"above 2500: highly concentrated"	"Bulletin, front page; Survey, page 1"
"world output of neodymium, share"	"2023"	"largest"	"65"^^<http://www.w3.org/2001/XMLSchema#decimal>	"70"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	"Alva"	""	"Bulletin, front page; Survey, page 1"
"world output of neodymium, share"	"2023"	"three largest"	"95"^^<http://www.w3.org/2001/XMLSchema#decimal>	"100"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	""	""	"Bulletin, front page; Survey, page 1"
"world output of neodymium, share"	"2023"	"told"	"95"^^<http://www.w3.org/2001/XMLSchema#decimal>	"95"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	"3 producers"	"of the whole; some only within limits, or sources disagree"	"Bulletin, front page; Survey, page 1"
"world output of neodymium, share"	"2024"	"index (HHI)"	"2500"^^<http://www.w3.org/2001/XMLSchema#decimal>	"3925"^^<http://www.w3.org/2001/XMLSchema#decimal>	"sum of squared %"	""	"open: the limits lie on both sides of 2500"	"Survey, page 1"
"world output of neodymium, share"	"2024"	"largest"	"40"^^<http://www.w3.org/2001/XMLSchema#decimal>	"45"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	"Alva"	""	"Survey, page 1"
"world output of neodymium, share"	"2024"	"three largest"	"70"^^<http://www.w3.org/2001/XMLSchema#decimal>	"100"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	""	""	"Survey, page 1"
"world output of neodymium, share"	"2024"	"told"	"70"^^<http://www.w3.org/2001/XMLSchema#decimal>	"70"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	"3 producers"	"of the whole; some only within limits, or sources disagree"	"Survey, page 1"
"Alva's imports from Borland, 2024"	"2024"	"left out"	55		"%, share"	"Alva"	"no amount of material"	"Survey, page 2"
"Corvia's imports from Alva, 2024"	"2024"	"left out"	80	80	"%, share"	"Corvia"	"no amount of material"	"Survey, page 2"
"Corvia's imports from Borland, 2024"	"2024"	"left out"	20	20	"%, share"	"Corvia"	"no amount of material"	"Survey, page 2"
"Corvia's ore of 2023"	"2023"	"left out"	52	52	"kt, gross weight"	"Corvia"	"a mass of the only one of whom it is told makes no share"	"Bulletin, front page"
"Corvia's reliance on imported neodymium, 2024"	"2024"	"left out"	90	90	"%, share"	"Corvia"	"no amount of material"	"Survey, page 2"
"neodymium mined in Corvia, 2023"	"2023"	"left out"	500	500	"t, rare-earth oxide"	"Corvia"	"a mass of the only one of whom it is told makes no share"	"Survey, page 2"
"neodymium separated in Corvia, 2024"	"2024"	"left out"	1000	1000	"t, contained metal"	"Corvia"	"a mass of the only one of whom it is told makes no share"	"Survey, page 2"
"neodymium to be separated in Borland, 2030"	"2030"	"left out"	9000	9000	"t, rare-earth oxide"	"Borland"	"a mass of the only one of whom it is told makes no share"	"Survey, page 2"

$ sh report chokepoints
?chokepoint	?where	?who	?value	?unit	?remark	?when	?source
"share over 60 %"	"world output of neodymium"	"Alva"	"65"	"%"	"actual"	"2023"	"Bulletin, front page"
"share over 60 %"	"world output of neodymium"	"Alva"	"70"	"%"	"actual"	"2023"	"Survey, page 1"
"index over 2500"	"world output of neodymium"	""	"at least 4725"	"sum of squared %"	"actual, of 3 producers"	"2023"	"Bulletin, front page"
"single site"	"extraction and separation"	"separation works"	""	""	"the only site of this stage that the graph knows"	""	"reference data"

# 60 % of 50 % of 100 % are 30 %; the right to buy a fifth is no share.
$ sh report ownership 'separation works'
?direction	?who	?percent	?through	?kind	?home	?when	?source
"has a part in it"	"Alva Metals"	"20"	""	"offtake"	"Alva"	""	"Survey, page 2"
"has a part in it"	"Corvia Refining"	"100"	""	"equity"	"Corvia"	""	"Survey, page 2"
"has a part in it"	"Borland Holding"	"50"	"Corvia Refining"	"equity"	"Borland"	""	"Survey, page 2"
"has a part in it"	"Corvia"	"40"	"Corvia Refining"	"equity"	"Corvia"	""	"Survey, page 2"
"has a part in it"	"Alva Metals"	"30"	"Borland Holding, Corvia Refining"	"equity"	"Alva"	"since 2021"	"Survey, page 2"
"home share"	""	"100"	"1 direct owner, 1 with a per cent"	""	""	""	"Survey, page 2"

$ sh report ownership 'Corvia Refining'
?direction	?who	?percent	?through	?kind	?home	?when	?source
"has a part in it"	"Borland Holding"	"50"	""	"equity"	"Borland"	""	"Survey, page 2"
"has a part in it"	"Corvia"	"40"	""	"equity"	"Corvia"	""	"Survey, page 2"
"has a part in it"	"Alva Metals"	"30"	"Borland Holding"	"equity"	"Alva"	"since 2021"	"Survey, page 2"
"it has a part in"	"separation works"	"100"	""	"equity"	"Corvia"	""	"Survey, page 2"
"foreign share"	""	"50"	"1 direct owner, 1 with a per cent"	""	""	""	"Survey, page 2"
"home share"	""	"40"	"1 direct owner, 1 with a per cent"	""	""	""	"Survey, page 2"

$ sh report ownership 'Alva Metals'
?direction	?who	?percent	?through	?kind	?home	?when	?source
"it has a part in"	"Borland Holding"	"60"	""	"equity"	"Borland"	"since 2021"	"Survey, page 2"
"it has a part in"	"separation works"	"20"	""	"offtake"	"Corvia"	""	"Survey, page 2"
"it has a part in"	"Corvia Refining"	"30"	"Borland Holding"	"equity"	"Corvia"	""	"Survey, page 2"
"it has a part in"	"separation works"	"30"	"Borland Holding, Corvia Refining"	"equity"	"Corvia"	""	"Survey, page 2"

$ sh report conflicts
?finding	?whose	?what	?period	?one	?other	?remark	?source
"compared"	""	"18 figures of 2 documents"	""	""	""	""	""
"disagree"	"Alva"	"rare-earth output, neodymium"	"2023"	"65 %"	"70 %"	"7.1 % apart"	"Bulletin, front page; Survey, page 1"
"cannot be compared"	"Corvia"	"mine output, neodymium, mining"	"2023"	"52 kt, gross weight"	"500 t, rare-earth oxide"	"unlike bases"	"Bulletin, front page; Survey, page 2"
"agree"	"Borland"	"rare-earth output, neodymium, extraction and separation"	"2024"	"3 kt"	"3000 t"	"units converted"	"Bulletin, front page; Survey, page 2"

# 80 % bought of Alva, which buys over 55 % of Borland: over 44 % of Borland through Alva.
$ sh report exposure Corvia
?who	?exposure	?to	?for	?value	?unit	?remark	?when	?source
"Corvia"	"imports"	"others"	"neodymium"	"90"	"%"	"of Corvia's use of neodymium"	"2024"	"Survey, page 2"
"Corvia"	"supplier"	"Alva"	"neodymium, extraction and separation"	"80"	"%"	"of Corvia's imports of neodymium; over 65 % from one"	"2024"	"Survey, page 2"
"Corvia"	"supplier"	"Borland"	"neodymium, extraction and separation"	"20"	"%"	"of Corvia's imports of neodymium"	"2024"	"Survey, page 2"
"Corvia"	"supplier's supplier"	"Borland"	"neodymium, extraction and separation"	"> 44"	"%"	"through Alva, if it sells evenly of what it has"	"2024"	"Survey, page 2"

$ sh report whatif Alva
?lost	?where	?amount	?unit	?left	?others	?hits	?when	?source
"supply"	"rare-earth output of neodymium, extraction and separation, rare-earth oxide"	"12"	"kt"	""	"Borland 3 kt, Borland 3000 t"	""	"2024"	"Survey, page 2"
"supply"	"world output of neodymium, share"	"65"	"%"	"35"	"Borland 20 %, Corvia 10 %"	""	"2023"	"Bulletin, front page"
"supply"	"world output of neodymium, share"	"70"	"%"	"30"	"Borland 20 %, Corvia 10 %"	""	"2023"	"Survey, page 1"
"supply"	"world output of neodymium, share"	"40 to 45"	"%"	"55 to 60"	"Borland 30 %, Corvia < 10 %"	""	"2024"	"Survey, page 1"
"supplier"	"Corvia's imports of neodymium"	"80"	"%"	""	""	"Corvia"	"2024"	"Survey, page 2"
"partner"	"Borland Holding"	"Alva Metals"	""	""	""	""	""	"Survey, page 2"
"partner"	"separation works"	"Alva Metals"	""	""	""	""	""	"Survey, page 2"

$ sh report dependencies Corvia
?who	?on	?for	?how	?value	?when	?source
"Corvia"	"Alva"	"neodymium, extraction and separation"	"supplier"	"80 % of Corvia's imports of neodymium"	"2024"	"Survey, page 2"
"Corvia"	"Borland"	"neodymium, extraction and separation"	"supplier"	"20 % of Corvia's imports of neodymium"	"2024"	"Survey, page 2"

$ sh report company 'Corvia Refining'
?section	?what	?value	?when	?source
"home country"	"Corvia"	""	""	"reference data"
"has a stake in"	"separation works"	"100 %, equity"	""	"Survey, page 2"
"owned by"	"Borland Holding"	"50 %, equity"	""	"Survey, page 2"
"owned by"	"Corvia"	"40 %, equity"	""	"Survey, page 2"

