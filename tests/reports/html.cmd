# A page that is whole in itself: no script, nothing from elsewhere; XML, too, as rapper reads it.
$ ytterby report --format html country Malaysia >page.html
> rapper -q -c -f scanForRDF=1 -i rdfxml file:page.html && grep -c -E '<script|src=|url\(|@import|<link|href="http' page.html
0
? 1

# ... which would tell when it is not.
$ sed 's,</table>,,' page.html >broken.html; rapper -q -c -f scanForRDF=1 -i rdfxml file:broken.html
! ...
? 1

# Every report makes one.
$ for report in agreements chokepoints 'concentration neodymium' conflicts 'company Lynas' dependencies 'element neodymium' exposure \
>     figures gaps 'ownership Malaysia' 'path Malaysia China' policy 'provenance Lynas' stage timeline 'whatif China' claims; do
>     ytterby report --format html $report >page.html && rapper -q -c -f scanForRDF=1 -i rdfxml file:page.html || echo "$report"
>     grep -q '</html>' page.html || echo "$report: no end"
> done

# The head, the timeline, the relations and the table, without the style.
$ ytterby report --format html company TDK | sed '/^<style>/,/<\/style>$/d'
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
<title>company TDK - Ytterby</title>
</head>
<body>
<header>
<h1>company TDK</h1>
<p>A company's profile: home, owners and stakes, ventures, sites, stages, programmes, relations, permits, figures, disputes.</p>
</header>
<main>
<section>
<h2>Relations</h2>
<svg viewBox="0 0 960 56" role="img" aria-label="relations of TDK" xmlns="http://www.w3.org/2000/svg">
<path class="edge" d="M202.0 28.0C227.0 28.0 227.0 17.0 252.0 17.0" />
<path class="head" d="M252.0 17.0l-8 -3.5v7z" />
<text x="258.0" y="21.5"><title>home country Japan</title><tspan class="soft">home country</tspan> Japan</text>
<path class="edge" d="M202.0 28.0C227.0 28.0 227.0 39.0 252.0 39.0" />
<path class="head" d="M252.0 39.0l-8 -3.5v7z" />
<text x="258.0" y="43.5"><title>participates in Rare Earth Technology Innovation Fund</title><tspan class="soft">participates in</tspan> Rare Earth Technology Innovation Fund</text>
<rect class="box" x="2.0" y="15.0" width="200.0" height="26" rx="5" />
<text x="102.0" y="32.5" class="hub">TDK</text>
</svg>
</section>
<section>
<h2>Table</h2>
<p class="soft">4 rows</p>
<div class="scroll">
<table>
<thead><tr><th scope="col">section</th><th scope="col">what</th><th scope="col">value</th><th scope="col">when</th><th scope="col">source</th></tr></thead>
<tbody>
<tr><td>also called</td><td>TDK Corporation</td><td></td><td></td><td>reference data</td></tr>
<tr><td>home country</td><td>Japan</td><td></td><td></td><td>SMM 2025-10-26, technology</td></tr>
<tr><td>participates in</td><td>Rare Earth Technology Innovation Fund</td><td></td><td></td><td>SMM 2025-10-26, technology</td></tr>
<tr><td>programme</td><td>multinationals attracted by the Rare Earth Technology Innovation Fund</td><td>23 companies</td><td></td><td>SMM 2025-10-26, technology</td></tr>
</tbody>
</table>
</div>
</section>
</main>
<footer>
<p>Made by Ytterby, report company.</p>
</footer>
</body>
</html>

# Years, months, days, spans, and what is only known to be before.
$ ytterby report --format html timeline Malaysia | sed -n '/<h2>Timeline/,/<\/svg>/p'
<h2>Timeline</h2>
<svg viewBox="0 0 960 366" role="img" aria-label="timeline" xmlns="http://www.w3.org/2000/svg">
<line class="grid" x1="10.0" y1="22" x2="10.0" y2="360" />
<text class="tick" x="77.1" y="14">2020</text>
<line class="grid" x1="144.3" y1="22" x2="144.3" y2="360" />
<text class="tick" x="211.4" y="14">2021</text>
<line class="grid" x1="278.6" y1="22" x2="278.6" y2="360" />
<text class="tick" x="345.7" y="14">2022</text>
<line class="grid" x1="412.9" y1="22" x2="412.9" y2="360" />
<text class="tick" x="480.0" y="14">2023</text>
<line class="grid" x1="547.1" y1="22" x2="547.1" y2="360" />
<text class="tick" x="614.3" y="14">2024</text>
<line class="grid" x1="681.4" y1="22" x2="681.4" y2="360" />
<text class="tick" x="748.6" y="14">2025</text>
<line class="grid" x1="815.7" y1="22" x2="815.7" y2="360" />
<text class="tick" x="882.9" y="14">2026</text>
<line class="grid" x1="950.0" y1="22" x2="950.0" y2="360" />
<circle class="mark" cx="127.1" cy="41.0" r="4" />
<text x="135.3" y="45.5">2020-11-15  RCEP signed: signed</text>
<circle class="mark" cx="278.8" cy="63.0" r="4" />
<text x="286.9" y="67.5">2022-01-01  RCEP in force among its first members: in force</text>
<circle class="mark" cx="307.3" cy="85.0" r="4" />
<text x="315.5" y="89.5">2022-03-18  RCEP in force for Malaysia: in force</text>
<rect class="bar" x="412.9" y="103.0" width="134.3" height="8" rx="3" />
<text x="555.1" y="111.5"><title>2023  Malaysia announces a full ban on exporting raw rare-earth ore: announced</title>2023  Malaysia announces a full ban on exporting raw rar…</text>
<rect class="bar" x="412.9" y="125.0" width="134.3" height="8" rx="3" />
<text x="555.1" y="133.5"><title>2023  Malaysia's share of rare-earth supply outside China, 2023: significant part, no number given, of rare-earth supply outside China</title>2023  Malaysia's share of rare-earth supply outside Chin…</text>
<rect class="bar" x="412.9" y="147.0" width="134.3" height="8" rx="3" />
<text x="555.1" y="155.5">2023  rare earths mined in Malaysia, 2023: 310 t</text>
<rect class="bar" x="412.9" y="169.0" width="402.9" height="8" rx="3" />
<text x="404.9" y="177.5" class="end"><title>2023 to 2025  Malaysia goes on looking for more joint work with China, 2023 to 2025</title>2023 to 2025  Malaysia goes on looking for more joint wo…</text>
<rect class="bar" x="536.0" y="191.0" width="11.2" height="8" rx="3" />
<text x="528.0" y="199.5" class="end"><title>2023-12  China revises its catalogue of export-controlled technologies: revised</title>2023-12  China revises its catalogue of export-controlled technologies: re…</text>
<rect class="bar" x="547.1" y="213.0" width="134.3" height="8" rx="3" />
<text x="539.1" y="221.5" class="end">2024  rare earths mined in Malaysia, 2024: 130 t</text>
<rect class="bar" x="782.1" y="235.0" width="11.2" height="8" rx="3" />
<text x="774.1" y="243.5" class="end">2025-10  China's Ministry of Commerce issues export controls that restrict technology further: issued</text>
<rect class="bar" x="733.3" y="257.0" width="60.0" height="8" rx="3" opacity="0.5" />
<text x="725.3" y="265.5" class="end">before 2025-10  Malaysia and China talk again</text>
<circle class="mark" cx="790.6" cy="283.0" r="4" />
<text x="782.4" y="287.5" class="end">2025-10-24  ASEAN meeting in Kuala Lumpur</text>
<rect class="bar" x="730.8" y="301.0" width="60.0" height="8" rx="3" opacity="0.5" />
<text x="722.8" y="309.5" class="end"><title>before 2025-10-24  Malaysia announces closer rare-earth cooperation with China and welcomes joint ventures</title>before 2025-10-24  Malaysia announces closer rare-earth cooperation with China and welcomes joint ven…</text>
<circle class="mark" cx="791.3" cy="327.0" r="4" />
<text x="783.2" y="331.5" class="end">2025-10-26  SMM overseas analysis: Malaysia's rare-earth industry (2025-10-26)</text>
<rect class="bar" x="838.1" y="345.0" width="11.2" height="8" rx="3" />
<text x="830.1" y="353.5" class="end">2026-03  the Lynas plant's operating permit is due for renewal, under social pressure: due for renewal</text>
</svg>

# What is told of nothing is said in the page and beside it.
$ ytterby report --format html exposure Japan | sed -n '/<main>/,/<\/main>/p'
<main>
<p>report exposure knows nothing of this: about Japan; nearest: Japanese government (y:Japanese-government), Japanese magnet makers (y:Japanese-magnet-makers), Japan Bank for International Cooperation (y:JBIC); it tells more without about</p>
<section>
<h2>Relations</h2>
<svg viewBox="0 0 960 78" role="img" aria-label="relations of Japan" xmlns="http://www.w3.org/2000/svg">
<path class="edge" d="M330.0 17.0C355.0 17.0 355.0 39.0 380.0 39.0" />
<path class="head" d="M380.0 39.0l-8 -3.5v7z" />
<text x="324.0" y="21.5" class="end"><title>Regional Comprehensive Economic Partnership affects</title>Regional Comprehensive Economic Part… <tspan class="soft">affects</tspan></text>
<path class="edge" d="M330.0 39.0C355.0 39.0 355.0 39.0 380.0 39.0" />
<path class="head" d="M380.0 39.0l-8 -3.5v7z" />
<text x="324.0" y="43.5" class="end"><title>Japanese magnet makers home country</title>Japanese magnet makers <tspan class="soft">home country</tspan></text>
<path class="edge" d="M330.0 61.0C355.0 61.0 355.0 39.0 380.0 39.0" />
<path class="head" d="M380.0 39.0l-8 -3.5v7z" />
<text x="324.0" y="65.5" class="end"><title>TDK home country</title>TDK <tspan class="soft">home country</tspan></text>
<path class="edge" d="M580.0 39.0C605.0 39.0 605.0 39.0 630.0 39.0" />
<path class="head" d="M630.0 39.0l-8 -3.5v7z" />
<text x="636.0" y="43.5"><title>party to Regional Comprehensive Economic Partnership</title><tspan class="soft">party to</tspan> Regional Comprehensive Economic Par…</text>
<rect class="box" x="380.0" y="26.0" width="200.0" height="26" rx="5" />
<text x="480.0" y="43.5" class="hub">Japan</text>
</svg>
</section>
</main>
! report exposure knows nothing of this: about Japan; nearest: Japanese government (y:Japanese-government), Japanese magnet makers (y:Japanese-magnet-makers), Japan Bank for International Cooperation (y:JBIC); it tells more without about

# Nothing of the data gets out of its place.
$ ytterby load --db h.yt "$TOP"/graph/ontology.ttl "$TOP"/graph/reference/*.ttl "$TESTDIR"/hostile.trig
> ytterby report --db h.yt --default-graph union --format html policy touching='Back\slash \"Land\' date=2025-12 >page.html
> rapper -q -c -f scanForRDF=1 -i rdfxml file:page.html; sed '/^<style>/,/<\/style>$/d' page.html
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
<title>policy, date 2025-12, touching Back\slash \&quot;Land\ - Ytterby</title>
</head>
<body>
<header>
<h1>policy, date 2025-12, touching Back\slash \&quot;Land\</h1>
<p>Policies, programmes and permits: who issued them, against whom, on what, their status on a date, before and after it, provisions, effects, sites and amounts in reach.</p>
</header>
<main>
<section>
<h2>Timeline</h2>
<svg viewBox="0 0 960 80" role="img" aria-label="timeline" xmlns="http://www.w3.org/2000/svg">
<line class="grid" x1="10.0" y1="22" x2="10.0" y2="74" />
<text class="tick" x="245.0" y="14">2025</text>
<line class="grid" x1="480.0" y1="22" x2="480.0" y2="74" />
<text class="tick" x="715.0" y="14">2026</text>
<line class="grid" x1="950.0" y1="22" x2="950.0" y2="74" />
<rect class="bar" x="49.2" y="37.0" width="39.2" height="8" rx="3" />
<text x="96.3" y="45.5">2025-02  Rule {of} &quot;quoted&quot; \ things: status on 2025-12: announced</text>
<circle class="mark" cx="498.3" cy="63.0" r="4" />
<text x="489.7" y="67.5" class="end">2026-01-15  Rule {of} &quot;quoted&quot; \ things: status later: in force</text>
</svg>
</section>
<section>
<h2>Relations</h2>
<svg viewBox="0 0 960 34" role="img" aria-label="relations of Back\slash \&quot;Land\" xmlns="http://www.w3.org/2000/svg">
<path class="edge" d="M330.0 17.0C355.0 17.0 355.0 17.0 380.0 17.0" />
<path class="head" d="M380.0 17.0l-8 -3.5v7z" />
<text x="324.0" y="21.5" class="end"><title>Rule {of} &quot;quoted&quot; \ things affects</title>Rule {of} &quot;quoted&quot; \ things <tspan class="soft">affects</tspan></text>
<rect class="box" x="380.0" y="4.0" width="200.0" height="26" rx="5" />
<text x="480.0" y="21.5" class="hub">Back\slash \&quot;Land\</text>
</svg>
</section>
<section>
<h2>Table</h2>
<p class="soft">5 rows</p>
<div class="scroll">
<table>
<thead><tr><th scope="col">name</th><th scope="col">aspect</th><th scope="col">value</th><th scope="col">when</th><th scope="col">source</th></tr></thead>
<tbody>
<tr><td>Rule {of} &quot;quoted&quot; \ things</td><td>issuer</td><td>&quot;Quoted&quot; 'Land'</td><td></td><td>Paper {1} \ &quot;page&quot;</td></tr>
<tr><td>Rule {of} &quot;quoted&quot; \ things</td><td>kind</td><td>ban on exports</td><td></td><td>Paper {1} \ &quot;page&quot;</td></tr>
<tr><td>Rule {of} &quot;quoted&quot; \ things</td><td>target</td><td>Back\slash \&quot;Land\</td><td></td><td>Paper {1} \ &quot;page&quot;</td></tr>
<tr><td>Rule {of} &quot;quoted&quot; \ things</td><td>status on 2025-12</td><td>announced</td><td>2025-02</td><td>Paper {1} \ &quot;page&quot;</td></tr>
<tr><td>Rule {of} &quot;quoted&quot; \ things</td><td>status later</td><td>in force</td><td>2026-01-15</td><td>Paper {1} \ &quot;page&quot;</td></tr>
</tbody>
</table>
</div>
</section>
</main>
<footer>
<p>Made by Ytterby, report policy.</p>
</footer>
</body>
</html>

$ ytterby report --db h.yt --default-graph union --format html exposure 'Braced } } UNION { ?s ?p ?o } { Land' >page.html
> rapper -q -c -f scanForRDF=1 -i rdfxml file:page.html; sed -n '/<main>/,$p' page.html
<main>
<section>
<h2>Relations</h2>
<svg viewBox="0 0 960 34" role="img" aria-label="relations of Braced } } UNION { ?s ?p ?o } { Land" xmlns="http://www.w3.org/2000/svg">
<path class="edge" d="M202.0 17.0C227.0 17.0 227.0 17.0 252.0 17.0" />
<path class="head" d="M252.0 17.0l-8 -3.5v7z" />
<text x="258.0" y="21.5"><title>depends on &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Sons&quot; ]]&gt; --&gt; &lt;/td&gt;&lt;/table&gt;</title><tspan class="soft">depends on</tspan> &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Sons&quot; ]]&gt; --&gt; &lt;/td&gt;&lt;/table&gt;</text>
<rect class="box" x="2.0" y="4.0" width="200.0" height="26" rx="5" />
<text x="102.0" y="21.5" class="hub"><title>Braced } } UNION { ?s ?p ?o } { Land</title>Braced } } UNION { ?s …</text>
</svg>
</section>
<section>
<h2>Table</h2>
<p class="soft">1 row</p>
<div class="scroll">
<table>
<thead><tr><th scope="col">who</th><th scope="col">exposure</th><th scope="col">to</th><th scope="col">for</th><th scope="col">value</th><th scope="col">unit</th><th scope="col">remark</th><th scope="col">when</th><th scope="col">source</th></tr></thead>
<tbody>
<tr><td>Braced } } UNION { ?s ?p ?o } { Land</td><td>depends on</td><td>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Sons&quot; ]]&gt; --&gt; &lt;/td&gt;&lt;/table&gt;</td><td></td><td></td><td></td><td></td><td></td><td>Paper {1} \ &quot;page&quot;</td></tr>
</tbody>
</table>
</div>
</section>
</main>
<footer>
<p>Made by Ytterby, report exposure.</p>
</footer>
</body>
</html>

# Questions answered with yes or no make a page, graphs do not.
$ mkdir -p .config/ytterby/queries && cd .config/ytterby/queries
> echo 'ASK { y:Malaysia ?p ?o }' >yes.rq
> echo 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }' >graph.rq
> ytterby report --format html yes | sed -n '/<body>/,$p'; ytterby report --format html graph
<body>
<header>
<h1>yes</h1>
</header>
<main>
<p>true</p>
</main>
</body>
</html>
! ytterby: error: the format "html" cannot hold the graph of a CONSTRUCT or DESCRIBE
? 1


# The shell makes the same page of the report that ran last, also of one that knows nothing.
$ printf '.report company TDK\n.last html page.html\n.report exposure Japan\n.last html none.html\n' | ytterby 2>/dev/null >screen
> ytterby report --format html company TDK | cmp - page.html; ytterby report --quiet --format html exposure Japan | cmp - none.html

# Dates of all kinds, over many years: what is no date is left out of the picture, what is open fades; wide letters count
# as two.
$ mkdir -p .config/ytterby/queries; cat >.config/ytterby/queries/odd.rq <<'END'
> SELECT ?what ?when { VALUES (?what ?when) { ("a" "1500") ("b" "since 1990") ("c" "until 1700-05") ("d" "before 2020-03")
>   ("e" "2001-02-03T04:05:06Z") ("f" "2023-13") ("g" "2024-00") ("h" "1600 to 1500") ("i" "1600 to 1650-06") ("j" "in 1700")
>   ("日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語" "1800") } }
> END
> ytterby report --format html odd | sed -n '/<h2>Timeline/,/<\/svg>/p'
<h2>Timeline</h2>
<svg viewBox="0 0 960 190" role="img" aria-label="timeline" xmlns="http://www.w3.org/2000/svg">
<line class="grid" x1="10.0" y1="22" x2="10.0" y2="184" />
<text class="tick" x="20.0" y="14">1500</text>
<line class="grid" x1="82.2" y1="22" x2="82.2" y2="184" />
<text class="tick" x="82.2" y="14">1540</text>
<line class="grid" x1="154.3" y1="22" x2="154.3" y2="184" />
<text class="tick" x="154.3" y="14">1580</text>
<line class="grid" x1="226.5" y1="22" x2="226.5" y2="184" />
<text class="tick" x="226.5" y="14">1620</text>
<line class="grid" x1="298.7" y1="22" x2="298.7" y2="184" />
<text class="tick" x="298.7" y="14">1660</text>
<line class="grid" x1="370.8" y1="22" x2="370.8" y2="184" />
<text class="tick" x="370.8" y="14">1700</text>
<line class="grid" x1="443.0" y1="22" x2="443.0" y2="184" />
<text class="tick" x="443.0" y="14">1740</text>
<line class="grid" x1="515.2" y1="22" x2="515.2" y2="184" />
<text class="tick" x="515.2" y="14">1780</text>
<line class="grid" x1="587.4" y1="22" x2="587.4" y2="184" />
<text class="tick" x="587.4" y="14">1820</text>
<line class="grid" x1="659.5" y1="22" x2="659.5" y2="184" />
<text class="tick" x="659.5" y="14">1860</text>
<line class="grid" x1="731.7" y1="22" x2="731.7" y2="184" />
<text class="tick" x="731.7" y="14">1900</text>
<line class="grid" x1="803.9" y1="22" x2="803.9" y2="184" />
<text class="tick" x="803.9" y="14">1940</text>
<line class="grid" x1="876.0" y1="22" x2="876.0" y2="184" />
<text class="tick" x="876.0" y="14">1980</text>
<line class="grid" x1="948.2" y1="22" x2="948.2" y2="184" />
<text class="tick" x="948.2" y="14">2020</text>
<circle class="mark" cx="10.9" cy="41.0" r="4" />
<text x="19.8" y="45.5">1500  a</text>
<rect class="bar" x="190.4" y="59.0" width="91.1" height="8" rx="3" />
<text x="289.5" y="67.5">1600 to 1650-06  i</text>
<rect class="bar" x="311.6" y="81.0" width="60.0" height="8" rx="3" opacity="0.5" />
<text x="379.6" y="89.5">until 1700-05  c</text>
<circle class="mark" cx="552.2" cy="107.0" r="4" />
<text x="543.3" y="111.5" class="end"><title>1800  日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語</title>1800  日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本…</text>
<rect class="bar" x="894.1" y="125.0" width="55.9" height="8" rx="3" opacity="0.5" />
<text x="886.1" y="133.5" class="end">since 1990  b</text>
<circle class="mark" cx="914.1" cy="151.0" r="4" />
<text x="906.1" y="155.5" class="end">2001-02-03T04:05:06Z  e</text>
<rect class="bar" x="888.6" y="169.0" width="60.0" height="8" rx="3" opacity="0.5" />
<text x="880.6" y="177.5" class="end">before 2020-03  d</text>
</svg>

$ for i in $(seq 1000 1149); do echo "(\"event\" \"$i\")"; done | { echo 'SELECT ?what ?when { VALUES (?what ?when) {'; cat; echo '} }'; } \
>     >.config/ytterby/queries/many.rq; ytterby report --format html many | sed -n '/<h2>Timeline/,/<svg/p'
<h2>Timeline</h2>
<p class="soft">The first 100 of 150 rows with a date</p>
<svg viewBox="0 0 960 2236" role="img" aria-label="timeline" xmlns="http://www.w3.org/2000/svg">

