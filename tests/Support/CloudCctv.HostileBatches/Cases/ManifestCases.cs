using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.HostileBatches.Zips;
using static CloudCctv.HostileBatches.HostileCorpus;

namespace CloudCctv.HostileBatches.Cases;

/// <summary>What the manifest says, and how.</summary>
internal static class ManifestCases
{
    public static IReadOnlyList<HostileCase> All { get; } =
    [
        Rejected("no manifest", "entry-name", batch => batch.ChangeManifestEntry = entry => entry.Rename("manifest.txt")),
        Rejected("frames only", "manifest-missing", batch => batch.ChangeManifestEntry = entry => entry.Rename("000003-073205123.jpg")),
        Text("empty manifest", ""),
        Text("manifest null", "null"),
        Text("manifest a list", "[]"),
        Text("manifest no JSON", "<manifest/>"),
        Text("manifest cut off", "{\"version\":1,\"device\":\"pi"),
        Text("manifest of zeros", new string('\0', 500)),
        Text("manifest nested 1000 deep", "{\"version\":1,\"x\":" + new string('[', 1_000) + new string(']', 1_000) + "}"),
        Text("manifest nested 9 deep", "{\"version\":1,\"x\":" + new string('[', 8) + new string(']', 8) + "}"),
        Edited("text behind the manifest", json => json + "{}"),
        Edited("comments in the manifest", json => json.Insert(1, "/* */")),
        Edited("key twice", json => json.Insert(1, "\"device\":\"other\",")),
        Edited("version twice", json => json.Insert(1, "\"version\":1,")),
        Edited("NaN", json => json.Replace("0.25", "NaN", StringComparison.Ordinal)),
        Edited("number of 1e999", json => json.Replace("0.25", "1e999", StringComparison.Ordinal)),
        Edited("number of 10000 digits", json => json.Replace("\"part\":1", "\"part\":1" + new string('0', 10_000), StringComparison.Ordinal)),
        Edited("sharpness of 1e999", json => json.Replace("\"motionScore\"", "\"sharpness\":1e999,\"motionScore\"", StringComparison.Ordinal)),
        Edited("half a surrogate pair", json => json.Replace("pi-4", "\\ud800", StringComparison.Ordinal)),
        Raw("manifest in UTF-16", Encoding.Unicode.GetBytes),
        Raw("bad UTF-8 in the manifest", json => Encoding.Latin1.GetBytes(json.Replace("pi-4", "pi-\u00e9", StringComparison.Ordinal))),
        Field("version of tomorrow", "version", 2),
        Field("version a text", "version", "1"),
        Field("no version", "version", null),
        Field("device with control characters", "device", "pi\r\n\u001b[2J"),
        Field("device of HTML", "device", "<script>alert(1)</script>"),
        Field("device of 500000 letters", "device", new string('x', 500_000)),
        Field("another site", "site", "bank"),
        Field("site that leads elsewhere", "site", "../../etc"),
        Field("another camera", "camera", "vault"),
        Field("camera of HTML", "camera", "<img src=x onerror=alert(1)>"),
        Field("another event", "event", "00000000"),
        Field("another start", "eventStart", "2026-11-20T07:32:05.124Z"),
        Field("start that is no time", "eventStart", "yesterday"),
        Field("part 0", "part", 0),
        Field("another part", "part", 2),
        Field("continues another camera's event", "continues", "farm/other/2026/11/20/073205123-4k7x9m2q"),
        Field("clock of 1000 letters", "clock", new string('x', 1_000)),
        Field("no frames", "frames", new JsonArray()),
        Field("frames null", "frames", null),
        Field("frames of nulls", "frames", new JsonArray(null, null)),
        Frame("a frame twice", frame => frame["name"] = "000002-073206123.jpg"),
        Frame("frame name with a path", frame => frame["name"] = "../../x.jpg"),
        Frame("frame name null", frame => frame["name"] = null),
        Frame("motion of 1.5", frame => frame["motionScore"] = 1.5),
        Frame("box inside out", frame => frame["motionBox"] = new JsonObject { ["left"] = 0.9, ["top"] = 0, ["right"] = 0.1, ["bottom"] = 1 }),
        Frame("box outside of the frame", frame => frame["motionBox"] = new JsonObject { ["left"] = -5, ["top"] = 0, ["right"] = 1, ["bottom"] = 1 }),
        Frame("zones of nulls", frame => frame["zones"] = new JsonArray(null, null)),
        Frame("zone of 61 letters", frame => frame["zones"] = new JsonArray(new string('z', 61))),
        Frame("10000 zones", frame => frame["zones"] = new JsonArray([.. Enumerable.Range(0, 10_000).Select(i => JsonValue.Create($"z{i}"))])),
        Frame("hash in capitals", frame => frame["sha256"] = new string('A', 64)),
        Frame("hash of 63 digits", frame => frame["sha256"] = new string('a', 63)),
        Frame("length below 0", frame => frame["bytes"] = -1),
        Frame("length of 99999999999", frame => frame["bytes"] = 99_999_999_999),
        FirstFrame("wrong hash", "frame-hash", batch => batch.Frames[0]!["sha256"] = new string('b', 64)),
        FirstFrame("hash of the other frame", "frame-hash", batch => batch.Frames[0]!["sha256"] = (string?)batch.Frames[1]!["sha256"]),
        FirstFrame("wrong length", "frame-length", batch => batch.Frames[0]!["bytes"] = 7),
        FirstFrame("length of 2 GB", "frame-length", batch => batch.Frames[0]!["bytes"] = int.MaxValue),
        FirstFrame("frame that is not there", "frame-missing", batch => batch.Zip.Entries.RemoveAt(0)),
        Accepted("fields that nobody knows", batch => batch.Manifest["weather"] = new JsonObject { ["rain"] = true }),
        Accepted("zone of HTML", batch => batch.Frames[1]!["zones"] = new JsonArray("<b onclick=alert(1)>drive</b>")),
        Accepted("zone with control characters", batch => batch.Frames[1]!["zones"] = new JsonArray("dri\u001b[2Jve\u202E")),
        Accepted("frames in the wrong order", batch => (batch.Frames[0]!["time"], batch.Frames[1]!["time"]) = ("2026-11-20T07:32:07Z", "2026-11-20T07:32:06Z")),
    ];

    private static HostileCase Raw(string name, Func<string, byte[]> write) =>
        Rejected(name, "manifest-invalid", batch => batch.ManifestBytes = write(batch.Manifest.ToJsonString()));

    private static HostileCase Edited(string name, Func<string, string> edit) => Raw(name, json => Encoding.UTF8.GetBytes(edit(json)));

    private static HostileCase Text(string name, string text) => Edited(name, _ => text);

    private static HostileCase Field(string name, string field, JsonNode? value) =>
        Rejected(name, "manifest-invalid", batch => batch.Manifest[field] = value?.DeepClone());

    private static HostileCase Frame(string name, Action<JsonNode> change) => Rejected(name, "manifest-invalid", batch => change(batch.Frames[0]!));
}
