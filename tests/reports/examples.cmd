$ ytterby query -f $TOP/queries/examples/01-countries.rq
?country	?name	?code
<urn:ytterby:id:Andorra>	"Andorra"@en	"AD"
<urn:ytterby:id:United-Arab-Emirates>	"United Arab Emirates"@en	"AE"
<urn:ytterby:id:Afghanistan>	"Afghanistan"@en	"AF"
<urn:ytterby:id:Antigua-and-Barbuda>	"Antigua and Barbuda"@en	"AG"
<urn:ytterby:id:Albania>	"Albania"@en	"AL"
<urn:ytterby:id:Armenia>	"Armenia"@en	"AM"
<urn:ytterby:id:Angola>	"Angola"@en	"AO"
<urn:ytterby:id:Argentina>	"Argentina"@en	"AR"
<urn:ytterby:id:Austria>	"Austria"@en	"AT"
<urn:ytterby:id:Australia>	"Australia"@en	"AU"
<urn:ytterby:id:Azerbaijan>	"Azerbaijan"@en	"AZ"
<urn:ytterby:id:Bosnia-and-Herzegovina>	"Bosnia and Herzegovina"@en	"BA"
<urn:ytterby:id:Barbados>	"Barbados"@en	"BB"
<urn:ytterby:id:Bangladesh>	"Bangladesh"@en	"BD"
<urn:ytterby:id:Belgium>	"Belgium"@en	"BE"
<urn:ytterby:id:Burkina-Faso>	"Burkina Faso"@en	"BF"
<urn:ytterby:id:Bulgaria>	"Bulgaria"@en	"BG"
<urn:ytterby:id:Bahrain>	"Bahrain"@en	"BH"
<urn:ytterby:id:Burundi>	"Burundi"@en	"BI"
<urn:ytterby:id:Benin>	"Benin"@en	"BJ"
<urn:ytterby:id:Brunei>	"Brunei"@en	"BN"
<urn:ytterby:id:Bolivia>	"Bolivia"@en	"BO"
<urn:ytterby:id:Brazil>	"Brazil"@en	"BR"
<urn:ytterby:id:Bahamas>	"Bahamas"@en	"BS"
<urn:ytterby:id:Bhutan>	"Bhutan"@en	"BT"
<urn:ytterby:id:Botswana>	"Botswana"@en	"BW"
<urn:ytterby:id:Belarus>	"Belarus"@en	"BY"
<urn:ytterby:id:Belize>	"Belize"@en	"BZ"
<urn:ytterby:id:Canada>	"Canada"@en	"CA"
<urn:ytterby:id:Democratic-Republic-of-the-Congo>	"Democratic Republic of the Congo"@en	"CD"
<urn:ytterby:id:Central-African-Republic>	"Central African Republic"@en	"CF"
<urn:ytterby:id:Republic-of-the-Congo>	"Republic of the Congo"@en	"CG"
<urn:ytterby:id:Switzerland>	"Switzerland"@en	"CH"
<urn:ytterby:id:Ivory-Coast>	"Ivory Coast"@en	"CI"
<urn:ytterby:id:Chile>	"Chile"@en	"CL"
<urn:ytterby:id:Cameroon>	"Cameroon"@en	"CM"
<urn:ytterby:id:China>	"China"@en	"CN"
<urn:ytterby:id:Colombia>	"Colombia"@en	"CO"
<urn:ytterby:id:Costa-Rica>	"Costa Rica"@en	"CR"
<urn:ytterby:id:Cuba>	"Cuba"@en	"CU"
<urn:ytterby:id:Cape-Verde>	"Cape Verde"@en	"CV"
<urn:ytterby:id:Cyprus>	"Cyprus"@en	"CY"
<urn:ytterby:id:Czech-Republic>	"Czech Republic"@en	"CZ"
<urn:ytterby:id:Germany>	"Germany"@en	"DE"
<urn:ytterby:id:Djibouti>	"Djibouti"@en	"DJ"
<urn:ytterby:id:Denmark>	"Denmark"@en	"DK"
<urn:ytterby:id:Dominica>	"Dominica"@en	"DM"
<urn:ytterby:id:Dominican-Republic>	"Dominican Republic"@en	"DO"
<urn:ytterby:id:Algeria>	"Algeria"@en	"DZ"
<urn:ytterby:id:Ecuador>	"Ecuador"@en	"EC"
<urn:ytterby:id:Estonia>	"Estonia"@en	"EE"
<urn:ytterby:id:Egypt>	"Egypt"@en	"EG"
<urn:ytterby:id:Eritrea>	"Eritrea"@en	"ER"
<urn:ytterby:id:Spain>	"Spain"@en	"ES"
<urn:ytterby:id:Ethiopia>	"Ethiopia"@en	"ET"
<urn:ytterby:id:Finland>	"Finland"@en	"FI"
<urn:ytterby:id:Fiji>	"Fiji"@en	"FJ"
<urn:ytterby:id:Micronesia>	"Micronesia"@en	"FM"
<urn:ytterby:id:France>	"France"@en	"FR"
<urn:ytterby:id:Gabon>	"Gabon"@en	"GA"
<urn:ytterby:id:United-Kingdom>	"United Kingdom"@en	"GB"
<urn:ytterby:id:Grenada>	"Grenada"@en	"GD"
<urn:ytterby:id:Georgia-country>	"Georgia"@en	"GE"
<urn:ytterby:id:Ghana>	"Ghana"@en	"GH"
<urn:ytterby:id:Gambia>	"Gambia"@en	"GM"
<urn:ytterby:id:Guinea>	"Guinea"@en	"GN"
<urn:ytterby:id:Equatorial-Guinea>	"Equatorial Guinea"@en	"GQ"
<urn:ytterby:id:Greece>	"Greece"@en	"GR"
<urn:ytterby:id:Guatemala>	"Guatemala"@en	"GT"
<urn:ytterby:id:Guinea-Bissau>	"Guinea-Bissau"@en	"GW"
<urn:ytterby:id:Guyana>	"Guyana"@en	"GY"
<urn:ytterby:id:Honduras>	"Honduras"@en	"HN"
<urn:ytterby:id:Croatia>	"Croatia"@en	"HR"
<urn:ytterby:id:Haiti>	"Haiti"@en	"HT"
<urn:ytterby:id:Hungary>	"Hungary"@en	"HU"
<urn:ytterby:id:Indonesia>	"Indonesia"@en	"ID"
<urn:ytterby:id:Ireland>	"Ireland"@en	"IE"
<urn:ytterby:id:Israel>	"Israel"@en	"IL"
<urn:ytterby:id:India>	"India"@en	"IN"
<urn:ytterby:id:Iraq>	"Iraq"@en	"IQ"
<urn:ytterby:id:Iran>	"Iran"@en	"IR"
<urn:ytterby:id:Iceland>	"Iceland"@en	"IS"
<urn:ytterby:id:Italy>	"Italy"@en	"IT"
<urn:ytterby:id:Jamaica>	"Jamaica"@en	"JM"
<urn:ytterby:id:Jordan>	"Jordan"@en	"JO"
<urn:ytterby:id:Japan>	"Japan"@en	"JP"
<urn:ytterby:id:Kenya>	"Kenya"@en	"KE"
<urn:ytterby:id:Kyrgyzstan>	"Kyrgyzstan"@en	"KG"
<urn:ytterby:id:Cambodia>	"Cambodia"@en	"KH"
<urn:ytterby:id:Kiribati>	"Kiribati"@en	"KI"
<urn:ytterby:id:Comoros>	"Comoros"@en	"KM"
<urn:ytterby:id:Saint-Kitts-and-Nevis>	"Saint Kitts and Nevis"@en	"KN"
<urn:ytterby:id:North-Korea>	"North Korea"@en	"KP"
<urn:ytterby:id:South-Korea>	"South Korea"@en	"KR"
<urn:ytterby:id:Kuwait>	"Kuwait"@en	"KW"
<urn:ytterby:id:Kazakhstan>	"Kazakhstan"@en	"KZ"
<urn:ytterby:id:Laos>	"Laos"@en	"LA"
<urn:ytterby:id:Lebanon>	"Lebanon"@en	"LB"
<urn:ytterby:id:Saint-Lucia>	"Saint Lucia"@en	"LC"
<urn:ytterby:id:Liechtenstein>	"Liechtenstein"@en	"LI"
<urn:ytterby:id:Sri-Lanka>	"Sri Lanka"@en	"LK"
<urn:ytterby:id:Liberia>	"Liberia"@en	"LR"
<urn:ytterby:id:Lesotho>	"Lesotho"@en	"LS"
<urn:ytterby:id:Lithuania>	"Lithuania"@en	"LT"
<urn:ytterby:id:Luxembourg>	"Luxembourg"@en	"LU"
<urn:ytterby:id:Latvia>	"Latvia"@en	"LV"
<urn:ytterby:id:Libya>	"Libya"@en	"LY"
<urn:ytterby:id:Morocco>	"Morocco"@en	"MA"
<urn:ytterby:id:Monaco>	"Monaco"@en	"MC"
<urn:ytterby:id:Moldova>	"Moldova"@en	"MD"
<urn:ytterby:id:Montenegro>	"Montenegro"@en	"ME"
<urn:ytterby:id:Madagascar>	"Madagascar"@en	"MG"
<urn:ytterby:id:Marshall-Islands>	"Marshall Islands"@en	"MH"
<urn:ytterby:id:North-Macedonia>	"North Macedonia"@en	"MK"
<urn:ytterby:id:Mali>	"Mali"@en	"ML"
<urn:ytterby:id:Myanmar>	"Myanmar"@en	"MM"
<urn:ytterby:id:Mongolia>	"Mongolia"@en	"MN"
<urn:ytterby:id:Mauritania>	"Mauritania"@en	"MR"
<urn:ytterby:id:Malta>	"Malta"@en	"MT"
<urn:ytterby:id:Mauritius>	"Mauritius"@en	"MU"
<urn:ytterby:id:Maldives>	"Maldives"@en	"MV"
<urn:ytterby:id:Malawi>	"Malawi"@en	"MW"
<urn:ytterby:id:Mexico>	"Mexico"@en	"MX"
<urn:ytterby:id:Malaysia>	"Malaysia"@en	"MY"
<urn:ytterby:id:Mozambique>	"Mozambique"@en	"MZ"
<urn:ytterby:id:Namibia>	"Namibia"@en	"NA"
<urn:ytterby:id:Niger>	"Niger"@en	"NE"
<urn:ytterby:id:Nigeria>	"Nigeria"@en	"NG"
<urn:ytterby:id:Nicaragua>	"Nicaragua"@en	"NI"
<urn:ytterby:id:Netherlands>	"Netherlands"@en	"NL"
<urn:ytterby:id:Norway>	"Norway"@en	"NO"
<urn:ytterby:id:Nepal>	"Nepal"@en	"NP"
<urn:ytterby:id:Nauru>	"Nauru"@en	"NR"
<urn:ytterby:id:New-Zealand>	"New Zealand"@en	"NZ"
<urn:ytterby:id:Oman>	"Oman"@en	"OM"
<urn:ytterby:id:Panama>	"Panama"@en	"PA"
<urn:ytterby:id:Peru>	"Peru"@en	"PE"
<urn:ytterby:id:Papua-New-Guinea>	"Papua New Guinea"@en	"PG"
<urn:ytterby:id:Philippines>	"Philippines"@en	"PH"
<urn:ytterby:id:Pakistan>	"Pakistan"@en	"PK"
<urn:ytterby:id:Poland>	"Poland"@en	"PL"
<urn:ytterby:id:Palestine>	"Palestine"@en	"PS"
<urn:ytterby:id:Portugal>	"Portugal"@en	"PT"
<urn:ytterby:id:Palau>	"Palau"@en	"PW"
<urn:ytterby:id:Paraguay>	"Paraguay"@en	"PY"
<urn:ytterby:id:Qatar>	"Qatar"@en	"QA"
<urn:ytterby:id:Romania>	"Romania"@en	"RO"
<urn:ytterby:id:Serbia>	"Serbia"@en	"RS"
<urn:ytterby:id:Russia>	"Russia"@en	"RU"
<urn:ytterby:id:Rwanda>	"Rwanda"@en	"RW"
<urn:ytterby:id:Saudi-Arabia>	"Saudi Arabia"@en	"SA"
<urn:ytterby:id:Solomon-Islands>	"Solomon Islands"@en	"SB"
<urn:ytterby:id:Seychelles>	"Seychelles"@en	"SC"
<urn:ytterby:id:Sudan>	"Sudan"@en	"SD"
<urn:ytterby:id:Sweden>	"Sweden"@en	"SE"
<urn:ytterby:id:Singapore>	"Singapore"@en	"SG"
<urn:ytterby:id:Slovenia>	"Slovenia"@en	"SI"
<urn:ytterby:id:Slovakia>	"Slovakia"@en	"SK"
<urn:ytterby:id:Sierra-Leone>	"Sierra Leone"@en	"SL"
<urn:ytterby:id:San-Marino>	"San Marino"@en	"SM"
<urn:ytterby:id:Senegal>	"Senegal"@en	"SN"
<urn:ytterby:id:Somalia>	"Somalia"@en	"SO"
<urn:ytterby:id:Suriname>	"Suriname"@en	"SR"
<urn:ytterby:id:South-Sudan>	"South Sudan"@en	"SS"
<urn:ytterby:id:Sao-Tome-and-Principe>	"Sao Tome and Principe"@en	"ST"
<urn:ytterby:id:El-Salvador>	"El Salvador"@en	"SV"
<urn:ytterby:id:Syria>	"Syria"@en	"SY"
<urn:ytterby:id:Eswatini>	"Eswatini"@en	"SZ"
<urn:ytterby:id:Chad>	"Chad"@en	"TD"
<urn:ytterby:id:Togo>	"Togo"@en	"TG"
<urn:ytterby:id:Thailand>	"Thailand"@en	"TH"
<urn:ytterby:id:Tajikistan>	"Tajikistan"@en	"TJ"
<urn:ytterby:id:Timor-Leste>	"Timor-Leste"@en	"TL"
<urn:ytterby:id:Turkmenistan>	"Turkmenistan"@en	"TM"
<urn:ytterby:id:Tunisia>	"Tunisia"@en	"TN"
<urn:ytterby:id:Tonga>	"Tonga"@en	"TO"
<urn:ytterby:id:Turkey>	"Turkey"@en	"TR"
<urn:ytterby:id:Trinidad-and-Tobago>	"Trinidad and Tobago"@en	"TT"
<urn:ytterby:id:Tuvalu>	"Tuvalu"@en	"TV"
<urn:ytterby:id:Tanzania>	"Tanzania"@en	"TZ"
<urn:ytterby:id:Ukraine>	"Ukraine"@en	"UA"
<urn:ytterby:id:Uganda>	"Uganda"@en	"UG"
<urn:ytterby:id:United-States>	"United States"@en	"US"
<urn:ytterby:id:Uruguay>	"Uruguay"@en	"UY"
<urn:ytterby:id:Uzbekistan>	"Uzbekistan"@en	"UZ"
<urn:ytterby:id:Vatican-City>	"Vatican City"@en	"VA"
<urn:ytterby:id:Saint-Vincent-and-the-Grenadines>	"Saint Vincent and the Grenadines"@en	"VC"
<urn:ytterby:id:Venezuela>	"Venezuela"@en	"VE"
<urn:ytterby:id:Vietnam>	"Vietnam"@en	"VN"
<urn:ytterby:id:Vanuatu>	"Vanuatu"@en	"VU"
<urn:ytterby:id:Samoa>	"Samoa"@en	"WS"
<urn:ytterby:id:Yemen>	"Yemen"@en	"YE"
<urn:ytterby:id:South-Africa>	"South Africa"@en	"ZA"
<urn:ytterby:id:Zambia>	"Zambia"@en	"ZM"
<urn:ytterby:id:Zimbabwe>	"Zimbabwe"@en	"ZW"

$ ytterby query -f $TOP/queries/examples/02-elements.rq
?number	?symbol	?name	?group
21	"Sc"	"scandium"@en	"light rare earths"@en
39	"Y"	"yttrium"@en	"heavy rare earths"@en
57	"La"	"lanthanum"@en	"light rare earths"@en
58	"Ce"	"cerium"@en	"light rare earths"@en
59	"Pr"	"praseodymium"@en	"light rare earths"@en
60	"Nd"	"neodymium"@en	"light rare earths"@en
61	"Pm"	"promethium"@en	"light rare earths"@en
62	"Sm"	"samarium"@en	"light rare earths"@en
63	"Eu"	"europium"@en	"light rare earths"@en
64	"Gd"	"gadolinium"@en	"heavy rare earths"@en
65	"Tb"	"terbium"@en	"heavy rare earths"@en
66	"Dy"	"dysprosium"@en	"heavy rare earths"@en
67	"Ho"	"holmium"@en	"heavy rare earths"@en
68	"Er"	"erbium"@en	"heavy rare earths"@en
69	"Tm"	"thulium"@en	"heavy rare earths"@en
70	"Yb"	"ytterbium"@en	"heavy rare earths"@en
71	"Lu"	"lutetium"@en	"heavy rare earths"@en
$ ytterby query -f $TOP/queries/examples/03-heavy.rq
?count	?lightest	?heaviest
9	39	71
$ ytterby query -f $TOP/queries/examples/04-find-a-name.rq
?thing	?name
<urn:ytterby:id:Export-Control-Law>	"Export Control Law"@en
<urn:ytterby:id:Export-Development-Canada>	"Export Development Canada"@en
<urn:ytterby:id:Export-Finance-Australia>	"Export Finance Australia"@en
<urn:ytterby:id:Export-Import-Bank-of-the-United-States>	"Export-Import Bank of the United States"@en
<urn:ytterby:id:Export-Import-Bank-of-the-United-States>	"US Export-Import Bank"@en
<urn:ytterby:id:Export-ban>	"ban on exports"@en
<urn:ytterby:id:Export-control>	"export control"@en
<urn:ytterby:id:Export-quota>	"quota on exports"@en
<urn:ytterby:id:Exports>	"exports"@en
<urn:ytterby:id:MOFCOM-export-controls>	"MOFCOM export controls"@en
<urn:ytterby:id:MOFCOM-export-controls>	"export controls of China's Ministry of Commerce"@en
<urn:ytterby:id:Raw-ore-export-ban>	"Malaysia's raw-ore export ban"@en
<urn:ytterby:id:Raw-ore-export-ban>	"ban on exporting raw rare-earth ore"@en
<urn:ytterby:id:Raw-ore-export-ban>	"export ban"@en
<urn:ytterby:id:Technology-export>	"export of technology"@en
<urn:ytterby:id:Technology-export-catalogue>	"China's Catalogue of technologies prohibited and restricted from export"@en
<urn:ytterby:id:Technology-export-catalogue>	"technology export catalogue"@en
<urn:ytterby:id:UK-Export-Finance>	"UK Export Finance"@en

$ ytterby query -f $TOP/queries/examples/05-figures-of-a-country.rq
?what	?bound	?value	?low	?high	?unit
"Malaysia's rare-earth resources"@en	"range"@en		16.2	18.18	"million t"
"Malaysia's share of rare-earth supply outside China, 2023"@en	"no number given"@en				"%"
"free-trade agreements signed by Malaysia"@en	"exact"@en	15.0			"agreements"
"potential value of Malaysia's rare-earth resources"@en	"up to"@en	175.0			"billion USD"
"rare earths mined in Malaysia, 2023"@en	"exact"@en	310.0			"t"
"rare earths mined in Malaysia, 2024"@en	"exact"@en	130.0			"t"
"share of the global economy covered by Malaysia's free-trade agreements"@en	"exact"@en	74.5			"%"
"technological participation of Malaysian firms downstream"@en	"below"@en	20.0			"%"
"value of Malaysia's rare-earth resources against its GDP"@en	"exact"@en	12.0			"%"
$ ytterby query -f $TOP/queries/examples/06-one-unit.rq
?what	?number	?unit
"potential value of Malaysia's rare-earth resources"@en	"175000000000"^^<http://www.w3.org/2001/XMLSchema#decimal>	<urn:ytterby:id:US-dollar>
"Malaysia's rare-earth resources"@en	"18180000"^^<http://www.w3.org/2001/XMLSchema#decimal>	<urn:ytterby:id:tonne>
"Malaysia's rare-earth resources"@en	"16200000"^^<http://www.w3.org/2001/XMLSchema#decimal>	<urn:ytterby:id:tonne>
"rare earths mined in Malaysia, 2023"@en	"310"^^<http://www.w3.org/2001/XMLSchema#decimal>	<urn:ytterby:id:tonne>
"rare earths mined in Malaysia, 2024"@en	"130"^^<http://www.w3.org/2001/XMLSchema#decimal>	<urn:ytterby:id:tonne>

$ ytterby query -f $TOP/queries/examples/07-year-on-year.rq
?from	?to	?before	?after	?change	?percent
"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>	"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>	310.0	130.0	"-180"^^<http://www.w3.org/2001/XMLSchema#decimal>	"-58"^^<http://www.w3.org/2001/XMLSchema#decimal>

$ ytterby query -f $TOP/queries/examples/08-who-says-so.rq
?speaker	?office	?stance	?topic
"Anwar Ibrahim"@en	"Prime Minister of Malaysia"@en	"opposes"@en	"containment of China's rise"@en
"Anwar Ibrahim"@en	"Prime Minister of Malaysia"@en	"opposes"@en	"taking sides between great powers"@en
"China"@en		"is confident"@en	"cooperation with China"@en
"Malaysia"@en		"is confident"@en	"cooperation with China"@en
"Nik Nazmi"@en	"Minister of Natural Resources and Environmental Sustainability"@en	"concedes"@en	"technology dependence"@en
$ ytterby query -f $TOP/queries/examples/09-status-on-a-date.rq
?policy	?status	?since
"China's Catalogue of technologies prohibited and restricted from export"@en	"revised"@en	"2023-12"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>
"Malaysia's raw-ore export ban"@en	"announced"@en	"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>
"Regional Comprehensive Economic Partnership"@en	"in force"@en	"2022-03-18"^^<http://www.w3.org/2001/XMLSchema#date>
$ ytterby query -f $TOP/queries/examples/10-sites.rq
?site	?state	?country	?point
"Lynas plant in Pahang"@en	"Pahang"@en	"Malaysia"@en	"POINT(103.33 3.81)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>
"pilot mine in Perak"@en	"Perak"@en	"Malaysia"@en	"POINT(101.08 4.60)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>
$ ytterby query -f $TOP/queries/examples/11-not-spoken-of.rq
?party
"Brunei"@en
"Cambodia"@en
"Indonesia"@en
"Laos"@en
"Myanmar"@en
"New Zealand"@en
"Philippines"@en
"Singapore"@en
"Thailand"@en
"Vietnam"@en
$ ytterby query -f $TOP/queries/examples/12-statements-per-passage.rq
?passage	?class	?statements
"SMM 2025-10-26, introduction 1"@en	"announcement"@en	1
"SMM 2025-10-26, introduction 1"@en	"meeting"@en	1
"SMM 2025-10-26, introduction 2"@en	"claim"@en	1
"SMM 2025-10-26, introduction 2"@en	"tenure"@en	1
"SMM 2025-10-26, introduction 3"@en	"figure"@en	1
"SMM 2025-10-26, introduction 3"@en	"relation"@en	1
"SMM 2025-10-26, resources"@en	"figure"@en	5
"SMM 2025-10-26, resources"@en	"occurrence"@en	3
"SMM 2025-10-26, resources"@en	"policy"@en	1
"SMM 2025-10-26, resources"@en	"provision"@en	1
"SMM 2025-10-26, resources"@en	"status change"@en	1
"SMM 2025-10-26, geopolitics"@en	"claim"@en	2
"SMM 2025-10-26, geopolitics"@en	"policy"@en	4
"SMM 2025-10-26, geopolitics"@en	"ranking"@en	1
"SMM 2025-10-26, geopolitics"@en	"relation"@en	7
"SMM 2025-10-26, geopolitics"@en	"site"@en	2
"SMM 2025-10-26, geopolitics"@en	"status change"@en	4
"SMM 2025-10-26, geopolitics"@en	"tenure"@en	1
"SMM 2025-10-26, geopolitics"@en	"venture"@en	2
"SMM 2025-10-26, industry chain"@en	"assessment"@en	4
"SMM 2025-10-26, industry chain"@en	"company"@en	2
"SMM 2025-10-26, industry chain"@en	"figure"@en	1
"SMM 2025-10-26, industry chain"@en	"permit"@en	1
"SMM 2025-10-26, industry chain"@en	"protest"@en	1
"SMM 2025-10-26, industry chain"@en	"ranking"@en	1
"SMM 2025-10-26, industry chain"@en	"relation"@en	4
"SMM 2025-10-26, industry chain"@en	"status change"@en	1
"SMM 2025-10-26, technology"@en	"assessment"@en	3
"SMM 2025-10-26, technology"@en	"figure"@en	3
"SMM 2025-10-26, technology"@en	"programme"@en	1
"SMM 2025-10-26, technology"@en	"ranking"@en	2
"SMM 2025-10-26, technology"@en	"relation"@en	6
"SMM 2025-10-26, technology"@en	"status change"@en	1
"SMM 2025-10-26, strengths"@en	"assessment"@en	3
"SMM 2025-10-26, strengths"@en	"figure"@en	3
"SMM 2025-10-26, strengths"@en	"policy"@en	2
"SMM 2025-10-26, strengths"@en	"provision"@en	1
"SMM 2025-10-26, strengths"@en	"ranking"@en	2
"SMM 2025-10-26, strengths"@en	"relation"@en	4
"SMM 2025-10-26, strengths"@en	"status change"@en	2
"SMM 2025-10-26, challenges"@en	"assessment"@en	4
"SMM 2025-10-26, challenges"@en	"figure"@en	1
"SMM 2025-10-26, challenges"@en	"programme"@en	1
"SMM 2025-10-26, challenges"@en	"status change"@en	1
"SMM 2025-10-26, future path"@en	"agreement"@en	1
"SMM 2025-10-26, future path"@en	"assessment"@en	3
"SMM 2025-10-26, future path"@en	"claim"@en	1
"SMM 2025-10-26, future path"@en	"meeting"@en	1
"SMM 2025-10-26, future path"@en	"policy"@en	3
"SMM 2025-10-26, future path"@en	"provision"@en	1
"SMM 2025-10-26, future path"@en	"relation"@en	2
"SMM 2025-10-26, future path"@en	"status change"@en	4
$ ytterby query -f $TOP/queries/examples/13-graphs.rq
?graph	?statements
<urn:ytterby:id:SMM-2025-10-26>	964
<urn:ytterby:id:derived>	177
$ ytterby query -f $TOP/queries/examples/14-foreign-stakes.rq
?company	?home	?site
"Chinese companies"@en	"China"@en	"pilot mine in Perak"@en
"Lynas"@en	"Australia"@en	"Lynas plant in Pahang"@en
$ ytterby query -f $TOP/queries/examples/15-between-rivals.rq
?prize	?rival	?policy
"Malaysia"@en	"China"@en	"China's Catalogue of technologies prohibited and restricted from export"@en
"Malaysia"@en	"China"@en	"export controls of China's Ministry of Commerce"@en
"Malaysia"@en	"United States"@en	"US tariff cuts on Malaysian rare-earth products"@en
$ ytterby query -f $TOP/queries/examples/16-topics-with-two-sides.rq
?topic	?speakers	?one	?other
"cooperation with China"@en	2	"China"@en	"Malaysia"@en
$ ytterby query -f $TOP/queries/examples/17-largest-share.rq
?whose	?share	?whole
"Malaysia"@en	74.5	"global economy"@en
$ ytterby query -f $TOP/queries/examples/18-reach.rq
?thing	?distance
"China's Catalogue of technologies prohibited and restricted from export"@en	1
"Chinese rare-earth technology"@en	1
"Malaysia"@en	1
"Malaysia and China talk again"@en	1
"Regional Comprehensive Economic Partnership"@en	1
"United States"@en	1
"extraction and separation"@en	1
"metal and alloy making"@en	1
"rare earths"@en	1
"rare-earth industry"@en	1
"rare-earth production technology"@en	1
"ASEAN"@en	2
"Australia"@en	2
"Chinese companies"@en	2
"Indian Ocean trade routes"@en	2
"Japan"@en	2
"Lynas"@en	2
"Lynas plant in Pahang"@en	2
"Malaysia and Chinese companies start a pilot mine in Perak"@en	2
"Malaysia and Lynas set up the plant in Pahang together"@en	2
"Malaysia's balanced diplomacy"@en	2
"Malaysia's digital registration of rare-earth processing firms"@en	2
"Malaysia's limits on foreign shareholding"@en	2
"Malaysia's multilateral engagement"@en	2
"Malaysia's raw-ore export ban"@en	2
"Pacific shipping routes"@en	2
"South Korea"@en	2
"Southeast Asia"@en	2
"Strait of Malacca"@en	2
"US policy of a rare-earth supply chain without China"@en	2
"US small-yard, high-fence strategy"@en	2
"US tariff cuts on Malaysian rare-earth products"@en	2
"cerium"@en	2
"cross-border trade facilitation"@en	2
"dysprosium"@en	2
"erbium"@en	2
"europium"@en	2
"foreign rare-earth technology"@en	2
"gadolinium"@en	2
"holmium"@en	2
"lanthanum"@en	2
"lutetium"@en	2
"neodymium"@en	2
"other partner countries"@en	2
"pilot mine in Perak"@en	2
"praseodymium"@en	2
"processed rare-earth products"@en	2
"promethium"@en	2
"rare-earth extraction technology"@en	2
"rare-earth processing technology"@en	2
"rare-earth utilisation technology"@en	2
"samarium"@en	2
"scandium"@en	2
"terbium"@en	2
"thulium"@en	2
"transparency of mining-rights approval"@en	2
"ytterbium"@en	2
"yttrium"@en	2
"Pahang"@en	3
"Perak"@en	3
"investors"@en	3
"midstream"@en	3
"mining"@en	3
"rare-earth products"@en	3
"raw rare-earth ore"@en	3
"scale of light rare-earth processing"@en	3
$ ytterby query -f $TOP/queries/examples/19-is-anybody-else-leading.rq
false
$ ytterby query --format ntriples -f $TOP/queries/examples/20-ventures-as-a-graph.rq | sort
<urn:ytterby:id:Chinese-companies> <urn:ytterby:ont:hasStakeIn> <urn:ytterby:id:Perak-pilot-mine> .
<urn:ytterby:id:Lynas-plant> <http://schema.org/location> <urn:ytterby:id:Pahang> .
<urn:ytterby:id:Lynas-plant> <http://www.w3.org/2000/01/rdf-schema#label> "Lynas plant in Pahang"@en .
<urn:ytterby:id:Lynas> <urn:ytterby:ont:hasStakeIn> <urn:ytterby:id:Lynas-plant> .
<urn:ytterby:id:Malaysia> <urn:ytterby:ont:hasStakeIn> <urn:ytterby:id:Lynas-plant> .
<urn:ytterby:id:Malaysia> <urn:ytterby:ont:hasStakeIn> <urn:ytterby:id:Perak-pilot-mine> .
<urn:ytterby:id:Perak-pilot-mine> <http://schema.org/location> <urn:ytterby:id:Perak> .
<urn:ytterby:id:Perak-pilot-mine> <http://www.w3.org/2000/01/rdf-schema#label> "pilot mine in Perak"@en .
