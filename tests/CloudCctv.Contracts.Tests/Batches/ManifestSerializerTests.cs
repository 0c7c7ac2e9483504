using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Tests.Batches;

public sealed class ManifestSerializerTests
{
    private static readonly BatchName Batch = new(new EventName("farm", "gate", DateTimeOffset.Parse("2026-11-20T07:32:05.123Z"), "4k7x9m2q"), 1);

    private static readonly BatchName Clip = new(Batch.Event, BatchName.ClipPart);

    /// <summary>Field (a path of keys and indices), the wrong value as JSON, and what the message must name.</summary>
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "version", "2", "'version' is 2" },
        { "version", "null", "'version' is missing" },
        { "device", "\"Pi 4\"", "'device' is 'Pi 4'" },
        { "site", "\"other\"", "'site' is 'other'" },
        { "camera", "\"other\"", "'camera' is 'other'" },
        { "event", "\"00000000\"", "'event'" },
        { "eventStart", "\"2026-11-20T07:32:05.124Z\"", "'eventStart'" },
        { "part", "2", "'part' is '2'" },
        { "part", "\"x\"", "$.part" },
        { "continues", "\"someone\"", "'continues' is 'someone'" },
        { "continues", "\"farm/other/2026/11/20/073205123-4k7x9m2q\"", "the name of an event of the same camera" },
        { "frames/0/sharpness", "-1", "'frames[0].sharpness' is '-1'" },
        { "frames", "[]", "'frames' is '(0 frames)'; it must be at least one frame" },
        { "frames", "[null]", "'frames[0]' is null" },
        { "frames", "null", "Frames" },
        { "frames/0/name", "\"../../etc/passwd\"", "'frames[0].name'" },
        { "frames/0/motionScore", "1.5", "'frames[0].motionScore' is '1.5'" },
        { "frames/0/motionScore", "\"NaN\"", "$.frames[0].motionScore" },
        { "frames/0/motionBox", "{\"left\":0.5,\"top\":0,\"right\":0.4,\"bottom\":1}", "'frames[0].motionBox'" },
        { "frames/0/bytes", "0", "'frames[0].bytes' is '0'" },
        { "frames/0/bytes", "99999999999", "$.frames[0].bytes" },
        { "frames/0/zones", "[null]", "'frames[0].zones'" },
        { "frames/0/moment", "\"later\"", "'frames[0].moment' is 'later'" },
        { "frames/0/moment", "\"after\"", "'frames[0].changes' is 'absent'" },
        { "frames/0/changes", "[{\"kind\":\"left\",\"box\":{\"left\":0,\"top\":0,\"right\":1,\"bottom\":1},\"difference\":1}]", "there in a frame of the moment after, and in no other" },
        { "frames/1/changes", "[]", "'frames[1].changes' is '(0 changes)'" },
        { "frames/1/changes", "[null]", "'frames[1].changes[0].kind' is ''" },
        { "frames/1/changes", "{}", "$.frames[1].changes" },
        { "frames/1/changes", "null", "'frames[1].changes' is 'absent'" },
        { "frames/1/changes/0/kind", "\"stolen\"", "'frames[1].changes[0].kind' is 'stolen'; it must be removed or left" },
        { "frames/1/changes/0/box", "{\"left\":0.5,\"top\":0,\"right\":0.5,\"bottom\":1}", "'frames[1].changes[0].box'" },
        { "frames/1/changes/0/box", "{}", "'frames[1].changes[0].box'" },
        { "frames/1/changes/0/difference", "1.01", "'frames[1].changes[0].difference' is '1.01'" },
        { "frames/1/changes/0/difference", "null", "$.frames[1].changes[0].difference" },
        { "frames/0/sha256", "\"ABC\"", "'frames[0].sha256' is 'ABC'" },
        { "clip", "{\"sha256\":\"\",\"bytes\":1}", "'clip' is 'there'; it must be there in part 9999, and in no other" },
    };

    [Fact]
    public void WriteAndRead_GiveTheSameManifest()
    {
        var manifest = Sample();

        var read = ManifestSerializer.Read(ManifestSerializer.Write(manifest), Batch);

        Assert.Equivalent(manifest, read, strict: true);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Read_WrongField_NamesFieldAndValue(string field, string value, string expected)
    {
        var json = JsonNode.Parse(ManifestSerializer.Write(Sample()))!;
        Set(json, field.Split('/'), JsonNode.Parse(value));

        var fault = Assert.Throws<ManifestException>(() => ManifestSerializer.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), Batch));

        Assert.Contains(expected, fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\u0000\u0001")]
    [InlineData("{}")]
    public void Read_NotAManifest_Throws(string text) =>
        Assert.Throws<ManifestException>(() => ManifestSerializer.Read(Encoding.UTF8.GetBytes(text), Batch));

    // What devices send that know nothing of things, and what a later one may add.
    [Fact]
    public void Read_WithoutMomentsAndWithFieldsOfTomorrow_IsRead()
    {
        var json = JsonNode.Parse(ManifestSerializer.Write(Sample() with { Frames = [Sample().Frames[0]] }))!;
        Assert.Null(json["frames"]![0]!["moment"]);
        Assert.Null(json["frames"]![0]!["changes"]);
        json["frames"]![0]!["tomorrow"] = JsonNode.Parse("{\"a\":[1]}");

        Assert.Null(ManifestSerializer.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), Batch).Frames[0].Moment);
    }

    [Fact]
    public void Read_SameFrameTwice_IsRefused()
    {
        var frame = Sample().Frames[0];

        var fault = Assert.Throws<ManifestException>(() => ManifestSerializer.Read(ManifestSerializer.Write(Sample() with { Frames = [frame, frame] }), Batch));

        Assert.Contains("frames[1].name", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteAndRead_BatchOfAClip_GiveTheSameManifest()
    {
        var read = ManifestSerializer.Read(ManifestSerializer.Write(ClipSample()), Clip);

        Assert.Equivalent(ClipSample(), read, strict: true);
    }

    [Theory]
    [InlineData("clip", "null", "'clip' is 'absent'")]
    [InlineData("clip/bytes", "0", "'clip.bytes' is '0'")]
    [InlineData("clip/bytes", "null", "$.clip.bytes")]
    [InlineData("clip/sha256", "\"ABC\"", "'clip.sha256' is 'ABC'")]
    [InlineData("clip/sha256", "null", "sha256")]
    [InlineData("frames", "[null]", "'frames' is '(1 frames)'; it must be empty in the batch of a clip")]
    [InlineData("part", "1", "'part' is '1'")]
    public void Read_WrongFieldOfAClip_NamesFieldAndValue(string field, string value, string expected)
    {
        var json = JsonNode.Parse(ManifestSerializer.Write(ClipSample()))!;
        Set(json, field.Split('/'), JsonNode.Parse(value));

        var fault = Assert.Throws<ManifestException>(() => ManifestSerializer.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), Clip));

        Assert.Contains(expected, fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static BatchManifest ClipSample() => Sample() with
    {
        Part = BatchName.ClipPart,
        Continues = null,
        Frames = [],
        Clip = new ClipRecord { Sha256 = new string('c', 64), Bytes = 7_000_000_000 },
    };

    private static BatchManifest Sample() => new()
    {
        Version = BatchManifest.CurrentVersion,
        Device = "pi-4",
        Site = "farm",
        Camera = "gate",
        Event = "4k7x9m2q",
        EventStart = Batch.Event.Start,
        Part = 1,
        Continues = "farm/gate/2026/11/20/073105000-00000000",
        Frames =
        [
            new FrameRecord
            {
                Name = new FrameName(1, Batch.Event.Start).ToString(),
                Time = Batch.Event.Start,
                MotionScore = 0.25,
                MotionBox = new Box(0.1, 0.2, 0.3, 0.4),
                Sharpness = 120.5,
                Zones = ["drive"],
                Sha256 = new string('a', 64),
                Bytes = 12345,
            },
            new FrameRecord
            {
                Name = new FrameName(2, Batch.Event.Start).ToString(),
                Time = Batch.Event.Start,
                MotionScore = 0,
                Zones = [],
                Moment = FrameRecord.After,
                Changes = [new SceneChange(SceneChange.Left, new Box(0.1, 0.2, 0.3, 0.4), 0.75)],
                Sha256 = new string('b', 64),
                Bytes = 12345,
            },
        ],
    };

    private static void Set(JsonNode node, string[] path, JsonNode? value)
    {
        foreach (var key in path[..^1])
        {
            node = int.TryParse(key, out var index) ? node[index]! : node[key]!;
        }

        node[path[^1]] = value;
    }
}
