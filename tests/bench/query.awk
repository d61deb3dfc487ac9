# The tables of query.sh, in Markdown, from its lines "DATA NAME ENGINE FIRST MEDIAN ROWS CHECKSUM". The engine "truth" is
# what a plain program counted: its answers have no times. Every answer is compared with ours.
BEGIN { FS = "\t" }
{
    key = $1 "/" $2
    set = $2; sub(/\/.*/, "", set)
    if (!(set in known_set)) { known_set[set] = 1; sets[++set_count] = set; data[set] = $1 }
    if (!((key) in known)) { known[key] = 1; keys[++key_count] = key; name[key] = $2; of[key] = set }
    if ($3 != "truth" && !($3 in known_engine)) { known_engine[$3] = 1; engines[++engine_count] = $3 }
    median[key, $3] = $5
    sum[key, $3] = $6 " " $7
    why[key, $3] = $7
    answered[key, $3] = $6 != "-"
}

function right(key, engine) {
    return answered[key, engine] && (!answered[key, "ytterby"] || sum[key, engine] == sum[key, "ytterby"])
}
function show(ms) { return ms >= 100 ? sprintf("%.0f", ms) : ms >= 10 ? sprintf("%.1f", ms) : ms >= 1 ? sprintf("%.2f", ms) : sprintf("%.3f", ms) }
function cell(key, engine) {
    if (!((key, engine) in median)) return ""
    if (!answered[key, engine]) return why[key, engine]
    return show(median[key, engine]) (right(key, engine) ? "" : " other answer")
}
function head(first,    i, line, rule) {
    line = "| " first " |"; rule = "|---|"
    for (i = 1; i <= engine_count; i++) { line = line " " engines[i] " |"; rule = rule "---:|" }
    return line
}
function rule(count,    line) { line = "|---|"; while (count-- > 0) line = line "---:|"; return line }

# The best engine but ours on a query, 0 when none answered.
function best_other(key,    i, best) {
    for (i = 1; i <= engine_count; i++)
        if (engines[i] != "ytterby" && right(key, engines[i]) && (!best || median[key, engines[i]] + 0 < best)) best = median[key, engines[i]] + 0
    return best
}
function queries_of(set,    i, j, key, line, best) {
    print head(set ", ms") " rows | best other / ours |"
    print rule(engine_count + 2)
    for (i = 1; i <= key_count; i++) {
        key = keys[i]
        if (of[key] != set) continue
        line = "| " substr(name[key], length(set) + 2) " |"
        for (j = 1; j <= engine_count; j++) line = line " " cell(key, engines[j]) " |"
        best = best_other(key)
        split(sum[key, "ytterby"], part, " ")
        print line " " part[1] " | " (best && answered[key, "ytterby"] ? sprintf("%.2f", best / median[key, "ytterby"]) : "") " |"
    }
    print ""
}
# Over the queries that both it and ours answered alike: "GEOMETRIC MEAN (RATIO TO OURS, COUNT)".
function mean_of(set, engine,    i, key, n, total, ours) {
    for (i = 1; i <= key_count; i++) {
        key = keys[i]
        if (of[key] != set || !right(key, engine) || !answered[key, "ytterby"]) continue
        n++
        total += log(median[key, engine]); ours += log(median[key, "ytterby"])
    }
    if (!n) return "–"
    return show(exp(total / n)) (engine == "ytterby" ? sprintf(" (%d)", n) : sprintf(" (%.2f ×, %d)", exp((total - ours) / n), n))
}
function means(    i, j, line) {
    print head("geometric means, ms")
    print rule(engine_count)
    for (i = 1; i <= set_count; i++) {
        line = "| " data[sets[i]] ", " sets[i] " |"
        for (j = 1; j <= engine_count; j++) line = line " " mean_of(sets[i], engines[j]) " |"
        print line
    }
    print ""
}
function differences(    i, j, key, engine, n) {
    for (i = 1; i <= key_count; i++) {
        key = keys[i]
        for (j = 0; j <= engine_count; j++) {
            engine = j ? engines[j] : "truth"
            if (!answered[key, engine] || right(key, engine)) continue
            n++
            printf "- %s: %s has %s, ytterby %s (rows, checksum)\n", name[key], engine, sum[key, engine], sum[key, "ytterby"]
        }
    }
    print n ? "" : "Every answer that was given is the same."
    for (i = 1; i <= key_count; i++) failed += !answered[keys[i], "ytterby"]
    printf "%d queries, %d failed on ours.\n", key_count, failed
}
END {
    for (s = 1; s <= set_count; s++) queries_of(sets[s])
    means()
    differences()
}
