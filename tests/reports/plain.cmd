# Every report says the same when its query runs just as it stands.
$ ytterby report agreements >one; ytterby report --no-optimize agreements >other; cmp one other
$ ytterby report chokepoints >one; ytterby report --no-optimize chokepoints >other; cmp one other
$ ytterby report claims >one; ytterby report --no-optimize claims >other; cmp one other
$ ytterby report company Lynas >one; ytterby report --no-optimize company Lynas >other; cmp one other
$ ytterby report concentration neodymium >one; ytterby report --no-optimize concentration neodymium >other; cmp one other
$ ytterby report conflicts >one; ytterby report --no-optimize conflicts >other; cmp one other
$ ytterby report country Malaysia >one; ytterby report --no-optimize country Malaysia >other; cmp one other
$ ytterby report dependencies >one; ytterby report --no-optimize dependencies >other; cmp one other
$ ytterby report element neodymium >one; ytterby report --no-optimize element neodymium >other; cmp one other
$ ytterby report exposure Malaysia >one; ytterby report --no-optimize exposure Malaysia >other; cmp one other
$ ytterby report figures >one; ytterby report --no-optimize figures >other; cmp one other
$ ytterby report gaps >one; ytterby report --no-optimize gaps >other; cmp one other
$ ytterby report ownership Lynas >one; ytterby report --no-optimize ownership Lynas >other; cmp one other
$ ytterby report policy touching=Malaysia date=2026-01-01 >one; ytterby report --no-optimize policy touching=Malaysia date=2026-01-01 >other; cmp one other
$ ytterby report provenance Lynas >one; ytterby report --no-optimize provenance Lynas >other; cmp one other
$ ytterby report stage >one; ytterby report --no-optimize stage >other; cmp one other
$ ytterby report timeline >one; ytterby report --no-optimize timeline >other; cmp one other
$ ytterby report whatif China >one; ytterby report --no-optimize whatif China >other; cmp one other
$ ytterby report path TDK 'Anwar Ibrahim' >one; ytterby report --no-optimize path TDK 'Anwar Ibrahim' >other; cmp one other
