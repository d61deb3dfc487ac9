# The tables of storages.sh, in Markdown, from its lines "SET STORAGE QUERY ENGINE FIRST MEDIAN ROWS CHECKSUM". Means are
# over the queries that both engines answered alike; what differs is told one a line.
BEGIN { FS = "\t" }
{
    if (!($1 in known_set)) { known_set[$1] = 1; sets[++set_count] = $1 }
    if (!($2 in known_storage)) { known_storage[$2] = 1; storages[++storage_count] = $2 }
    if (!(($1, $3) in known)) { known[$1, $3] = 1; of[++count] = $1; query[count] = $3 }
    first[$1, $2, $3, $4] = $5; median[$1, $2, $3, $4] = $6; rows[$1, $2, $3, $4] = $7; sum[$1, $2, $3, $4] = $8
}
function show(ms) { return ms >= 100 ? sprintf("%.0f", ms) : ms >= 10 ? sprintf("%.1f", ms) : ms >= 1 ? sprintf("%.2f", ms) : sprintf("%.3f", ms) }
function answered(at, engine) { return (at SUBSEP engine) in median && median[at, engine] != "-" }
function alike(at) { return answered(at, "rasqal") && answered(at, "ytterby") && sum[at, "rasqal"] == sum[at, "ytterby"] }
function cell(at, engine) {
    if (!((at SUBSEP engine) in median)) return ""
    return answered(at, engine) ? show(median[at, engine]) (engine == "rasqal" && answered(at, "ytterby") && !alike(at) ? " other answer" : "") : sum[at, engine]
}
function queries_of(set,    i, j, line, rule, at) {
    line = "| " set ", ms | rows |"; rule = "|---|---:|"
    for (j = 1; j <= storage_count; j++) { line = line " " storages[j] ": rasqal | ours |"; rule = rule "---:|---:|" }
    print line; print rule
    for (i = 1; i <= count; i++) {
        if (of[i] != set) continue
        line = "| " query[i] " | " rows[set, storages[1], query[i], "ytterby"] " |"
        for (j = 1; j <= storage_count; j++) {
            at = set SUBSEP storages[j] SUBSEP query[i]
            line = line " " cell(at, "rasqal") " | " cell(at, "ytterby") " |"
        }
        print line
    }
    print ""
}
function means(    i, j, s, at, n, other, no, late, a, b, c) {
    print "| geometric means, ms | rasqal | ours | ratio | ratio of first runs | queries | alike | other answer | rasqal failed | timed out |"
    print "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for (s = 1; s <= set_count; s++) for (j = 1; j <= storage_count; j++) {
        n = other = no = late = all = a = b = c = 0
        for (i = 1; i <= count; i++) {
            at = sets[s] SUBSEP storages[j] SUBSEP query[i]
            if (of[i] != sets[s] || !((at SUBSEP "rasqal") in median)) continue
            all++
            if (!answered(at, "rasqal")) { if (sum[at, "rasqal"] == "time-out") late++; else no++; continue }
            if (!alike(at)) { other++; continue }
            n++
            a += log(median[at, "rasqal"]); b += log(median[at, "ytterby"]); c += log(first[at, "rasqal"] / first[at, "ytterby"])
        }
        if (!all) continue
        if (n) printf "| %s, %s | %s | %s | %.1f | %.2f |", sets[s], storages[j], show(exp(a / n)), show(exp(b / n)), exp((a - b) / n), exp(c / n)
        else printf "| %s, %s | | | | |", sets[s], storages[j]
        printf " %d | %d | %d | %d | %d |\n", all, n, other, no, late
    }
    print ""
}
function differences(    i, j, at, ours) {
    for (i = 1; i <= count; i++) for (j = 1; j <= storage_count; j++) {
        at = of[i] SUBSEP storages[j] SUBSEP query[i]
        if (answered(at, "rasqal") && answered(at, "ytterby") && !alike(at))
            printf "- %s, %s, %s: rasqal %d rows, ours %d\n", of[i], storages[j], query[i], rows[at, "rasqal"], rows[at, "ytterby"]
        if ((at SUBSEP "ytterby") in median && !answered(at, "ytterby")) { ours++; printf "- %s, %s, %s: ours %s\n", of[i], storages[j], query[i], sum[at, "ytterby"] }
    }
    printf "%d queries, %d failed on ours.\n", count, ours
}
END {
    for (s = 1; s <= set_count; s++) queries_of(sets[s])
    means()
    differences()
}
