using System.Text;
using CloudCctv.HostileBatches.Zips;
using static CloudCctv.HostileBatches.HostileCorpus;

namespace CloudCctv.HostileBatches.Cases;

/// <summary>Names of entries.</summary>
internal static class NameCases
{
    private const string FrameName = "000009-073209123.jpg";

    public static IReadOnlyList<HostileCase> All { get; } =
    [
        Extra("traversal", "../../etc/passwd"),
        Extra("traversal with backslashes", @"..\..\windows\win.ini"),
        Extra("traversal behind a good name", $"{FrameName}/../../x.jpg"),
        Extra("absolute name", "/etc/passwd"),
        Extra("drive letter", @"C:\windows\win.ini"),
        Extra("network path", @"\\host\share\x.jpg"),
        Extra("folder", "folder/"),
        Extra("frame in a folder", $"frames/{FrameName}"),
        Extra("empty name", ""),
        Extra("dot", "."),
        Extra("device name of Windows", "CON"),
        Extra("space behind the name", $"{FrameName} "),
        Extra("line end behind the name", $"{FrameName}\n"),
        Extra("NUL in the name", $"{FrameName}\0.exe"),
        Extra("control characters", "a\nb\u001b[31m.jpg"),
        Extra("right-to-left override", "000009-073209123\u202Egpj.exe"),
        Extra("full-width digits", "００００09-073209123.jpg"),
        Extra("manifest in capitals", "MANIFEST.JSON"),
        Extra("name of 300 bytes", new string('x', 300)),
        Extra("name of 60000 bytes", new string('x', 60_000)),
        Rejected("bad UTF-8 in the name", "entry-name", batch => batch.First.Rename([0xFF, 0xFE, .. Encoding.ASCII.GetBytes(FrameName)])),
        Rejected("overlong UTF-8 in the name", "entry-name", batch => batch.First.Rename([0xC0, 0xAE, 0xC0, 0xAE, 0x2F, 0x78])),
        Rejected("number 0", "entry-name", batch => batch.First.Rename("000000-073205123.jpg")),
        Rejected("hour 25", "entry-name", batch => batch.First.Rename("000001-253205123.jpg")),
        Rejected("zip within", "entry-name", batch => batch.Zip.Entries.Add(new RawEntry("inner.zip", RawBatch.Sound().ToBytes()))),
        Rejected("zip within zip within zip", "entry-name", batch => batch.Zip.Entries.Add(new RawEntry("quine.zip", Nested(8)))),
        Rejected("same name twice", "duplicate-entry", batch => batch.Zip.Entries.Add(new RawEntry("000001-073205123.jpg", [1]))),
        Rejected("manifest twice", "duplicate-entry", batch => batch.Zip.Entries.Add(new RawEntry("manifest.json", "{}"u8.ToArray()))),
        Rejected("frame that the manifest does not list", "frame-unlisted", batch => batch.Zip.Entries.Add(new RawEntry(FrameName, [1]))),
    ];

    private static HostileCase Extra(string hazard, string name) => Rejected(hazard, "entry-name", batch => batch.Zip.Entries.Add(new RawEntry(name, [1])));

    private static byte[] Nested(int levels)
    {
        var zip = RawBatch.Sound().ToBytes();
        for (var level = 0; level < levels; level++)
        {
            var outer = new RawZip();
            outer.Entries.Add(new RawEntry("quine.zip", zip));
            zip = outer.ToBytes();
        }

        return zip;
    }
}
