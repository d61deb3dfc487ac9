#!/bin/sh
# Hold every #include of src/ and include/ytterby/ against src/ROOMS; one case a room. Some libraries may be
# seen by one room only. Memory is asked of the system in base alone.
set -u
# shellcheck disable=SC2046 # file names of the project hold no blanks
awk '
    # The room of a file: the folder under src/ or src/sparql/, or the owner of the door.
    function room_of(file,    part, n) {
        n = split(file, part, "/")
        if (part[1] == "include") { sub(/\.[a-z]+$/, "", part[n]); return owner[part[n]] }
        return part[2] == "sparql" ? part[3] : part[2]
    }
    function fault(room, text) { faults[room] = faults[room] "\n# " text; count[room]++ }

    BEGIN {
        only["librdf.h"] = only["redland.h"] = only["rasqal.h"] = "redland"
        only["readline/readline.h"] = only["readline/history.h"] = "shell"
        only["raptor2.h"] = only["raptor.h"] = "rdfio"
        only["lmdb.h"] = "store"
        only["microhttpd.h"] = "server"
        while ((getline line < "src/ROOMS") > 0) {
            if (line ~ /^#/ || line !~ /:/) continue
            split(line, half, ":")
            doors = half[1]; gsub(/[()]/, " ", doors)
            n = split(doors, door, " ")
            for (i = 1; i <= n; i++) owner[door[i]] = door[1]
            allowed[door[1]] = " " door[1] " " half[2] " "
            order[++rooms] = door[1]
        }
    }
    FNR == 1 {
        room = room_of(FILENAME)
        if (!(room in allowed)) { fault("doors", FILENAME ": belongs to no room of src/ROOMS"); room = "" }
    }
    room == "" { next }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        split($0, piece, "\"")
        path = piece[2]
        if (path !~ /^ytterby\//) {
            if (path == "../" room "_internal.h") next # a folder inside the room
            if (FILENAME !~ /^src\// || path ~ /\//) fault(room, FILENAME ":" FNR ": includes \"" path "\", which is no door")
            next
        }
        name = path; sub(/^ytterby\//, "", name); sub(/\.[a-z]+$/, "", name)
        if (!(name in owner)) fault(room, FILENAME ":" FNR ": " path " belongs to no room of src/ROOMS")
        else if (allowed[room] !~ /\*/ && index(allowed[room], " " owner[name] " ") == 0)
            fault(room, FILENAME ":" FNR ": " room " may not include " path)
    }
    /^[ \t]*#[ \t]*include[ \t]*</ {
        split($0, piece, /[<>]/)
        if (piece[2] in only && only[piece[2]] != room)
            fault(room, FILENAME ":" FNR ": only " only[piece[2]] " may include <" piece[2] ">")
    }
    room != "base" && FILENAME !~ /\/helper\/memory.c$/ && /(^|[^A-Za-z0-9_])(malloc|calloc|realloc)\(/ && !/^[ \t]*(\/?\*|\/\/)/ {
        fault(room, FILENAME ":" FNR ": memory comes from base (mem_alloc, arena), not from malloc")
    }
    END {
        order[++rooms] = "doors"
        for (i = 1; i <= rooms; i++) {
            room = order[i]
            if (room in count) print "not ok " room " - " count[room] " against src/ROOMS" faults[room]
            else print "ok " room
        }
    }' $(find src include/ytterby -name '*.[ch]' -o -name '*.def' | sort)
