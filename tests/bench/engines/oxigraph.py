"""Glue for pyoxigraph: `oxigraph.py load DB FILE.nt`, `oxigraph.py query DB REPEAT ANSWER FILE.rq`. A query's times
are told as FIRST and MEDIAN, in milliseconds, from the text to the last row, all in this process; its answer goes to
ANSWER.tsv (an ASK's to ANSWER.json)."""

import os
import statistics
import sys
import time

import pyoxigraph as ox

clock = time.process_time if os.environ["CLOCK"] == "processor" else time.perf_counter


def drain(answer):
    if isinstance(answer, ox.QuerySolutions):
        for _ in answer:
            pass


def ask(store, text):
    start = clock()
    drain(store.query(text))
    return (clock() - start) * 1000


def query(database, repeat, path, text):
    store = ox.Store.read_only(database)
    first = ask(store, text)
    # What took long is not asked as often.
    warm = [ask(store, text) for _ in range(repeat if first < 2000 else 1)]
    answer = store.query(text)
    boolean = isinstance(answer, ox.QueryBoolean)
    form = ox.QueryResultsFormat.JSON if boolean else ox.QueryResultsFormat.TSV
    answer.serialize(path + (".json" if boolean else ".tsv"), form)
    print(f"{first:.4f} {statistics.median(warm):.4f}")


def load(database, path):
    store = ox.Store(database)
    store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES)
    store.flush()


if sys.argv[1] == "load":
    load(sys.argv[2], sys.argv[3])
else:
    with open(sys.argv[5], encoding="utf-8") as file:
        query(sys.argv[2], int(sys.argv[3]), sys.argv[4], file.read())
