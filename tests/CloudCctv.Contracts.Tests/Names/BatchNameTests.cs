using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Tests.Names;

public sealed class BatchNameTests
{
    /// <summary>One table drives both ways: text ↔ parts.</summary>
    public static TheoryData<string, string, string, string, string, int> RoundTrips => new()
    {
        { "farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip", "farm", "gate", "2026-11-20T07:32:05.123Z", "4k7x9m2q", 1 },
        { "a/b/2024/02/29/000000000-00000000-9999.zip", "a", "b", "2024-02-29T00:00:00.000Z", "00000000", 9999 },
        { "pump-station-7/north-2/1970/01/01/235959999-zzzzzzzz-0042.zip", "pump-station-7", "north-2", "1970-01-01T23:59:59.999Z", "zzzzzzzz", 42 },
    };

    public static TheoryData<string?> Hostile =>
    [
        (string?)null, "", "/", "farm", "farm/gate/2026/11/20/073205123-4k7x9m2q-0001",
        "../gate/2026/11/20/073205123-4k7x9m2q-0001.zip",
        "farm/../2026/11/20/073205123-4k7x9m2q-0001.zip",
        "/farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip",
        "farm//gate/2026/11/20/073205123-4k7x9m2q-0001.zip",
        "farm\\gate/2026/11/20/073205123-4k7x9m2q-0001.zip",
        "Farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip",
        "farm/gate/2026/02/30/073205123-4k7x9m2q-0001.zip",
        "farm/gate/2026/11/20/243205123-4k7x9m2q-0001.zip",
        "farm/gate/2026/11/20/073205123-4K7X9M2Q-0001.zip",
        "farm/gate/2026/11/20/073205123-4k7x9m2q-0000.zip",
        "farm/gate/2026/11/20/073205123-4k7x9m2q-1.zip",
        "farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip\n",
        "farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip\0",
        "farm/gate/2026/11/20/073205123-4k7x9m2q-0001.ZIP",
        "farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip/x",
        "-farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip",
        "farm-/gate/2026/11/20/073205123-4k7x9m2q-0001.zip",
        "färm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip",
        "farm/gate/٢٠٢٦/11/20/073205123-4k7x9m2q-0001.zip",
        $"{new string('a', 41)}/gate/2026/11/20/073205123-4k7x9m2q-0001.zip",
    ];

    [Theory]
    [MemberData(nameof(RoundTrips))]
    public void Format_Parts_GiveText(string text, string site, string camera, string start, string id, int part) =>
        Assert.Equal(text, new BatchName(new EventName(site, camera, DateTimeOffset.Parse(start), id), part).ToString());

    [Theory]
    [MemberData(nameof(RoundTrips))]
    public void Parse_Text_GivesParts(string text, string site, string camera, string start, string id, int part)
    {
        Assert.True(BatchName.TryParse(text, out var name));
        Assert.Equal(new BatchName(new EventName(site, camera, DateTimeOffset.Parse(start), id), part), name);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Parse_HostileText_IsRefused(string? text) => Assert.False(BatchName.TryParse(text, out _));

    [Fact]
    public void Create_LocalTimeWithTicks_BecomesUtcMilliseconds()
    {
        var local = new DateTimeOffset(2026, 6, 1, 1, 30, 0, TimeSpan.FromHours(2)).AddTicks(1234);

        Assert.Equal("farm/gate/2026/05/31/233000000-00000000", new EventName("farm", "gate", local, "00000000").ToString());
    }

    [Fact]
    public void New_SameSeed_GivesSameIdAndParsesBack()
    {
        var name = EventName.New("farm", "gate", DateTimeOffset.UnixEpoch, new Random(7));

        Assert.Equal(EventName.New("farm", "gate", DateTimeOffset.UnixEpoch, new Random(7)), name);
        Assert.True(EventName.TryParse(name.ToString(), out var parsed));
        Assert.Equal(name, parsed);
    }

    [Theory]
    [InlineData("Farm")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("..")]
    public void Create_BadSite_NamesThePartAndTheRule(string site)
    {
        var fault = Assert.Throws<ArgumentException>(() => new EventName(site, "gate", DateTimeOffset.UnixEpoch, "00000000"));

        Assert.Contains("Site", fault.Message, StringComparison.Ordinal);
        Assert.Contains(Slug.Rule, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public void Create_PartOutOfRange_Throws(int part) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchName(new EventName("farm", "gate", DateTimeOffset.UnixEpoch, "00000000"), part));
}
