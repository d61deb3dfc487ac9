# What goes to Raptor's helper is looked through first: its parsers have no such limits, or overrun their memory.
$ doc() { printf '%s<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">%s</rdf:RDF>' "$1" "$2"; }
> is() { timeout 20 ytterby query --timeout 10 --memory-limit 64 --data "$1" 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' 2>&1 | sed -n '1s/^?n$//;/./p' | head -1; }
> d='<rdf:Description rdf:about="urn:a">'
> for x in '<!ENTITY x SYSTEM "file:///etc/passwd">' '<!ENTITY x PUBLIC "a" "file:///etc/passwd">' '<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;'; do doc "<!DOCTYPE r [$x]>" "$d<e:p>hi</e:p></rdf:Description>" > t.rdf; is t.rdf; done
> doc '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/r.dtd">' "$d<e:p>hi</e:p></rdf:Description>" > t.rdf; is t.rdf
> doc '<!-- " --><!DOCTYPE r [<?a <!-- ?><!ENTITY x SYSTEM "file:///etc/passwd">]>' "$d<e:p>&x;</e:p></rdf:Description>" | iconv -t UTF-16 > t.rdf; is t.rdf
> doc '<?xml version="1.0" encoding="UTF-7"?>' "$d<e:p>hi</e:p></rdf:Description>" > t.rdf; is t.rdf
> doc '<?xml version="1.0" encoding="ISO-8859-1"?>' "$d<e:p>hi</e:p></rdf:Description>" > t.rdf; is t.rdf
> doc '<?xml version="1.0" encoding="IBM037"?>' "$d<e:p>hi</e:p></rdf:Description>" | iconv -t IBM037 > t.rdf; is t.rdf
t.rdf:1:1: error: external entities are refused
t.rdf:1:1: error: external entities are refused
t.rdf:1:1: error: external entities are refused
1
t.rdf:1:1: error: external entities are refused
t.rdf:1:1: error: this encoding is not read: write the document in UTF-8
1
t.rdf:1:1: error: this is no XML in UTF-8

# Entities of entities, and one that is used by the thousand.
$ { echo '<!DOCTYPE r [<!ENTITY e0 "lolololol">'; for i in 1 2 3 4 5 6 7 8 9; do echo "<!ENTITY e$i \"&e$((i-1));&e$((i-1));&e$((i-1));&e$((i-1));&e$((i-1));&e$((i-1));&e$((i-1));&e$((i-1));&e$((i-1));&e$((i-1));\">"; done; echo ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="urn:&e9;"/></rdf:RDF>'; } > lol.rdf; timeout 20 ytterby convert lol.rdf
! lol.rdf:...: error: XML parser error: Detected an entity reference loop
! ...
? 2

# Nesting, in RDF/XML and in RDFa.
$ deep() { printf '%s' "$1"; awk -v t="$2" 'BEGIN { for (i = 0; i < 100000; i++) printf "%s", t }'; }
> deep '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">' '<rdf:Description><e:p>' > deep.rdf; deep '<html xmlns="http://www.w3.org/1999/xhtml">' '<div>' > deep.html
> timeout 20 ytterby convert deep.rdf; timeout 20 ytterby convert --from rdfa deep.html
! deep.rdf:1:1: error: elements are nested too deeply: more than 1000
! ...
! deep.html:1:1: error: elements are nested too deeply: more than 1000
! ...
? 2

# A tag, comment or text with markup in it is not taken for nesting.
$ { printf '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'; for i in $(seq 1 2000); do printf '<rdf:Description rdf:about="urn:a%s" e:p="&lt;a>"/><!-- <a> --><?a <a> ?>' $i; done; printf '<rdf:Description rdf:about="urn:b"><e:p><![CDATA[<a><a>]]></e:p></rdf:Description></rdf:RDF>'; } > wide.rdf; ytterby convert --to nquads wide.rdf | wc -l
2001

# A language tag that would overwrite Raptor's heap; one that just fits.
$ tag() { awk -v n="$1" 'BEGIN { printf "en"; for (i = 0; i < n; i++) printf "-abcdefgh" }'; }
> for n in 21 33 10000; do
>   printf '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><rdf:Description rdf:about="urn:a"><e:p xml:lang = "%s">x</e:p></rdf:Description></rdf:RDF>' "$(tag $n)" > t.rdf
>   printf '{"urn:a":{"urn:b":[{"type":"literal","value":"x","l\\u0061ng":"%s"}]}}' "$(tag $n)" > t.rj
>   printf '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:e="urn:e:"><body><p about="urn:a" property="e:p" xml:lang="%s">x</p></body></html>' "$(tag $n)" > t.html
>   ytterby convert --to nquads t.rdf 2>&1 | cut -c1-60 | head -1; ytterby convert --from json --to nquads t.rj 2>&1 | cut -c1-60 | head -1; ytterby convert --from rdfa --to nquads t.html 2>&1 | cut -c1-60 | head -1
> done
<urn:a> <urn:e:p> "x"@en-abcdefgh-abcdefgh-abcdefgh-abcdefgh
<urn:a> <urn:b> "x"@en-abcdefgh-abcdefgh-abcdefgh-abcdefgh-a
<urn:a> <urn:e:p> "x"@en-abcdefgh-abcdefgh-abcdefgh-abcdefgh
t.rdf:1:1: error: a language tag of more than 200 bytes, whi
t.rj:1:1: error: a language tag of more than 200 bytes, whic
t.html:1:1: error: a language tag of more than 200 bytes, wh
t.rdf:1:1: error: a language tag of more than 200 bytes, whi
t.rj:1:1: error: a language tag of more than 200 bytes, whic
t.html:1:1: error: a language tag of more than 200 bytes, wh

# RDF/JSON: escapes that YAJL would change without a word; errors have their line.
$ rj() { printf '{"urn:a":{"urn:b":[{"type":"literal","value":"%s"}]}}' "$1" > t.rj; ytterby convert --to nquads t.rj 2>&1 | head -1; }
> rj '\ud83d\ude00 \u00E9'; rj '\ud800'; rj '\udc00\ud800'; rj '\ud800\n'; rj 'a\u0000b'
<urn:a> <urn:b> "😀 é" .
t.rj:1:1: error: half of a surrogate pair is no character
t.rj:1:1: error: half of a surrogate pair is no character
t.rj:1:1: error: half of a surrogate pair is no character
t.rj:1:1: error: text with a NUL character, which Raptor cannot hold

$ printf '{"urn:a":\n {"urn:b":[\n  {"type":"strange","value":"x"}]}}\n' > t.rj; ytterby convert t.rj
! t.rj:3:1: error: Unknown term type: strange
!   {"type":"strange","value":"x"}]}}
! ^
? 2

# A literal of 30 MB in RDF/JSON: linear time.
$ { printf '{"urn:a":{"urn:b":[{"type":"literal","value":"'; head -c 30000000 /dev/zero | tr '\0' x; printf '"}]}}'; } > big.rj; timeout 60 ytterby convert --to nquads big.rj | wc -c
30000021

# The helper of a document under way: no new programs, no rights, system calls filtered, limits set; and its
# descriptors are the three to talk on, none of them a socket to anywhere else or a file.
$ mkfifo slow.rdf; ytterby convert --from rdfxml --to nquads slow.rdf > out & exec 9> slow.rdf
> printf '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><rdf:Description rdf:about="urn:a" e:p="x"/>' >&9; head -c 1000000 /dev/zero | tr '\0' ' ' >&9
> for i in $(seq 1 100); do helper=$(cat /proc/$!/task/*/children 2>/dev/null | tr -d ' '); test "$helper" && grep -q '^Seccomp:.*2$' /proc/$helper/status && break; sleep 0.1; done
> grep -E '^(NoNewPrivs|Seccomp):' /proc/$helper/status | tr '\t' ' '
> awk '/^Max (cpu time|file size|core file size|data size|address space)/ { print $2, $3, ($(NF-1) == "unlimited" ? "open" : $(NF-1) == 0 ? "none" : "bounded") }' /proc/$helper/limits
> ls /proc/$helper/fd | tr '\n' ' '; echo; tr '\0' '\n' < /proc/$helper/environ
> printf '</rdf:RDF>' >&9; exec 9>&-; wait; cat out
NoNewPrivs: 1
Seccomp: 2
cpu time bounded
file size none
data size bounded
core file none
address space bounded
0 1 2 
LC_ALL=C
<urn:a> <urn:e:p> "x" .

# Attributes and namespaces by the ten thousand, for which Raptor takes quadratic time.
$ wide() { printf '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><rdf:Description rdf:about="urn:a"\n'; seq 1 $1 | sed "s/.*/$2&=\"urn:&\"/"; echo '/></rdf:RDF>'; }
> wide 1000 e:p > t.rdf; ytterby convert --to nquads t.rdf | wc -l; wide 100000 e:p > t.rdf; timeout 20 ytterby convert t.rdf; wide 100000 xmlns:n > t.rdf; timeout 20 ytterby query --timeout 2 --data t.rdf 'ASK {}'
1000
! t.rdf:10001:1: error: an element has more than 10,000 attributes
! ...
! t.rdf:10001:1: error: an element has more than 10,000 attributes
! ...
? 1
