"""Glue for RDF-3X's rdf3xembedded: `rdf3x.py DB REPEAT ANSWER FILE.rq`. Times are told as FIRST and MEDIAN, in
milliseconds, from the text to the last line read here; the answer goes to ANSWER.tsv. Prefixes are written out, since
it knows none before SELECT; what it cannot parse fails."""

import glob
import os
import re
import statistics
import subprocess
import sys
import time


def plain(text):
    """The query on one line, names written as IRIs."""
    text = re.sub(r"(?m)^\s*#.*$", "", text)
    prefixes = dict(re.findall(r"(?i)\bprefix\s+([\w.-]*):\s*<([^>]*)>", text))
    text = re.sub(r"(?i)\bprefix\s+[\w.-]*:\s*<[^>]*>", "", text)
    out, at = [], 0
    for match in re.finditer(r'<[^>\s]*>|"(?:[^"\\]|\\.)*"|([A-Za-z][\w-]*):([\w-]+)', text):
        out.append(text[at : match.start()])
        if match.group(1) in prefixes:
            out.append("<" + prefixes[match.group(1)] + match.group(2) + ">")
        else:
            out.append(match.group(0))
        at = match.end()
    out.append(text[at:])
    return " ".join("".join(out).split())


def seconds(shell):
    """By the clock, or those that the shell has had of the processor."""
    if os.environ["CLOCK"] == "wall":
        return time.perf_counter()
    total = 0
    for path in glob.glob(f"/proc/{shell.pid}/task/*/schedstat"):
        with open(path, encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total / 1e9


def ask(shell, query):
    start = seconds(shell)
    shell.stdin.write(query.encode() + b"\n")
    shell.stdin.flush()
    if shell.stdout.readline() != b"ok\n":
        sys.exit("not understood")
    lines = []
    while (line := shell.stdout.readline()) not in (b"\\.\n", b""):
        lines.append(line)
    return (seconds(shell) - start) * 1000, lines


def term(text):
    """Its form of a term in that of SPARQL's TSV: blanks, line breaks and backslashes come escaped."""
    text = re.sub(r"\\(.)", r"\1", text)
    if text.startswith('"') and text.endswith('"'):
        body = text[1:-1].replace("\\", "\\\\").replace('"', '\\"')
        return '"' + body.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") + '"'
    return text


def write(path, lines):
    fields = [re.findall(r"(?:[^ \\]|\\.)+", line.decode().rstrip("\n")) for line in lines]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\t".join("?" + name for name in fields[0]) + "\n")
        for row in fields[1:]:
            file.write("\t".join(term(field) for field in row) + "\n")


def main(database, repeat, answer, path):
    with open(path, encoding="utf-8") as file:
        query = plain(file.read())
    shell = subprocess.Popen(["rdf3xembedded", database], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    shell.stdout.readline()
    first, lines = ask(shell, query)
    # What took long is not asked as often.
    warm = [ask(shell, query)[0] for _ in range(repeat if first < 2000 else 1)]
    shell.kill()
    write(answer + ".tsv", lines)
    print(f"{first:.4f} {statistics.median(warm):.4f}")


main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
