"""Writes compound files (MS-CFB version 3): what a .msg is made of."""
import struct

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FATSECT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def padded(data, size):
    return data + bytes(-len(data) % size)


def chain(start, count):
    return [start + i + 1 for i in range(count - 1)] + [END] if count else []


class Directory:
    def __init__(self):
        self.records = []

    def add(self, name, kind):
        self.records.append(dict(name=name, kind=kind, left=FREE, right=FREE, child=FREE, start=END, size=0))
        return len(self.records) - 1

    def link(self, parent, members):
        """Siblings as a balanced tree, ordered by length and then by capital letters."""
        order = sorted(members, key=lambda i: (len(self.records[i]["name"]), self.records[i]["name"].upper()))

        def tree(part):
            if not part:
                return FREE
            middle = len(part) // 2
            record = self.records[part[middle]]
            record["left"], record["right"] = tree(part[:middle]), tree(part[middle + 1:])
            return part[middle]

        self.records[parent]["child"] = tree(order)

    def packed(self):
        out = b""
        for r in self.records:
            name = r["name"].encode("utf-16-le") + b"\0\0"
            out += name.ljust(64, b"\0") + struct.pack("<HBB", len(name), r["kind"], 1)
            out += struct.pack("<III", r["left"], r["right"], r["child"]) + bytes(36)
            out += struct.pack("<IQ", r["start"], r["size"])
        empty = bytes(66) + b"\0\0" + struct.pack("<III", FREE, FREE, FREE) + bytes(48)
        while len(out) % SECTOR:
            out += empty
        return out


def compound(root):
    """The bytes of a file that holds `root`: a dict of names to bytes or to dicts."""
    directory, streams = Directory(), []

    def walk(folder, index):
        members = []
        for name, value in folder.items():
            number = directory.add(name, 1 if isinstance(value, dict) else 2)
            members.append(number)
            if isinstance(value, dict):
                walk(value, number)
            else:
                streams.append((number, value))
        directory.link(index, members)

    walk(root, directory.add("Root Entry", 5))
    body, fat, mini, minifat = b"", [], b"", []
    for number, data in streams:
        record = directory.records[number]
        record["size"] = len(data)
        if not data:
            continue
        if len(data) < CUTOFF:
            record["start"] = len(minifat)
            minifat += chain(len(minifat), len(padded(data, MINI)) // MINI)
            mini += padded(data, MINI)
        else:
            record["start"] = len(fat)
            fat += chain(len(fat), len(padded(data, SECTOR)) // SECTOR)
            body += padded(data, SECTOR)

    def place(data):
        nonlocal body, fat
        start, data = len(fat), padded(data, SECTOR)
        fat += chain(start, len(data) // SECTOR)
        body += data
        return start if data else END

    directory.records[0]["size"] = len(mini)
    directory.records[0]["start"] = place(mini)
    minifat_bytes = b"".join(struct.pack("<I", entry) for entry in minifat)
    while len(minifat_bytes) % SECTOR:
        minifat_bytes += struct.pack("<I", FREE)
    minifat_start = place(minifat_bytes)
    directory_start = place(directory.packed())
    sectors = 1
    while sectors * 128 < len(fat) + sectors:
        sectors += 1
    first = len(fat)
    fat += [FATSECT] * sectors
    fat += [FREE] * (sectors * 128 - len(fat))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, sectors, directory_start, 0, CUTOFF, minifat_start,
                          len(minifat_bytes) // SECTOR, END, 0)
    header += struct.pack("<109I", *([first + i for i in range(sectors)] + [FREE] * (109 - sectors)))
    return header + body + struct.pack("<%dI" % len(fat), *fat)
