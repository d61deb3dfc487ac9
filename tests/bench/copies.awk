# More of WatDiv's data: `awk -v copies=N -f copies.awk watdiv-1m.nt`, N-Triples. What grows with the data there (users, products, offers,
# reviews, purchases, websites, retailers) gets other names in each copy but the first; what does not (cities, topics,
# genres …) is shared. So patterns that are bound to a city find N times the rows, and those bound to a user as many as before.
BEGIN { grows = "wsdbm/(User|Product|Offer|Review|Purchase|Website|Retailer)[0-9]+>" }
{
    print
    for (copy = 1; copy < copies; copy++) {
        left = $0
        line = ""
        while (match(left, grows)) {
            line = line substr(left, 1, RSTART + RLENGTH - 2) "c" copy ">"
            left = substr(left, RSTART + RLENGTH)
        }
        if (line != "") print line left
    }
}
