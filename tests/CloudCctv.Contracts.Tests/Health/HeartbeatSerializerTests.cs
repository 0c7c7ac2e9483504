using System.Text;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;

namespace CloudCctv.Contracts.Tests.Health;

public sealed class HeartbeatSerializerTests
{
    [Fact]
    public void Write_ThreeCamerasWithTheLongestOfAll_FitsInOneKilobyte()
    {
        var json = HeartbeatSerializer.Write(Worst(cameras: 3));

        Assert.InRange(json.Length, 1, 1024);
        Assert.True(HeartbeatSerializer.TryRead(json, out var read, out var fault), fault);
        Assert.Equal((3, null), (read.Cameras.Count, read.More));
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(20, true)]
    public void Write_FourCamerasWithNamesOfThirtyLettersOrTwentyBesideABattery_FitsInOneKilobyte(int letters, bool battery)
    {
        var worst = battery ? Worst(cameras: 4) : Worst(cameras: 4) with { Battery = null, Discharging = null };
        var json = HeartbeatSerializer.Write(worst with { Cameras = [.. worst.Cameras.Select(camera => camera with { Name = camera.Name[..letters] })] });

        Assert.InRange(json.Length, 1, 1024);
        Assert.True(HeartbeatSerializer.TryRead(json, out var read, out var fault), fault);
        Assert.Equal((4, null), (read.Cameras.Count, read.More));
    }

    [Fact]
    public void Write_MoreCamerasThanFit_LeavesOutTheLastAndSaysHowMany()
    {
        var json = HeartbeatSerializer.Write(Worst(cameras: 16));

        Assert.InRange(json.Length, 1, 1024);
        Assert.True(HeartbeatSerializer.TryRead(json, out var read, out var fault), fault);
        Assert.Equal(16, read.Cameras.Count + read.More);
        Assert.Equal(Worst(16).Cameras[0], read.Cameras[0]);
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var heartbeat = Worst(cameras: 1) with { Celsius = null, Throttled = null, LastUpload = null };

        Assert.True(HeartbeatSerializer.TryRead(HeartbeatSerializer.Write(heartbeat), out var read, out _));

        Assert.Equal(heartbeat with { Cameras = read.Cameras }, read);
        Assert.Equal(heartbeat.Cameras, read.Cameras);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public void Write_ReasonsWhyClipsWait_GiveWayBeforeAnyCamera(int cameras, bool fits)
    {
        var clips = new ClipHeartbeat
        {
            Missing = ["aaaaaaaa"],
            Why = new Dictionary<string, string> { ["aaaaaaaa"] = ClipReason.Off, ["bbbbbbbb"] = ClipReason.Recording, ["cccccccc"] = ClipReason.Recording, ["dddddddd"] = ClipReason.Data },
            DataFrom = new DateOnly(2026, 12, 1),
        };
        var worst = Worst(cameras) with { Battery = null, Discharging = null };
        var json = HeartbeatSerializer.Write(worst with { Clips = clips });

        Assert.InRange(json.Length, 1, 1024);
        Assert.True(HeartbeatSerializer.TryRead(json, out var read, out var fault), fault);
        Assert.Equal((cameras, null), (read.Cameras.Count, read.More));
        Assert.Equal(clips.Missing, read.Clips!.Missing);
        Assert.Equal(fits ? clips.Why : null, read.Clips.Why);
        Assert.Equal(fits ? clips.DataFrom : null, read.Clips.DataFrom);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"missing":["aaaaaaaa"]}""", null)]
    [InlineData("""{"why":{"aaaaaaaa":"something that a later device says","bbbbbbbb":null},"later":1}""", "something that a later device says")]
    public void Read_ClipsOfOlderAndOfLaterPrograms_AreRead(string clips, string? expected)
    {
        var json = Encoding.UTF8.GetString(HeartbeatSerializer.Write(Worst(cameras: 1))).Replace("\"cameras\"", $"\"clips\":{clips},\"cameras\"", StringComparison.Ordinal);

        Assert.True(HeartbeatSerializer.TryRead(Encoding.UTF8.GetBytes(json), out var read, out var fault), fault);

        Assert.Equal((expected, null, null), (read.Clips!.Why?.GetValueOrDefault("aaaaaaaa"), read.Clips.DataFrom, read.Inbox));
    }

    [Theory]
    [InlineData("", "not valid")]
    [InlineData("null", "'version' is missing")]
    [InlineData("""{"version":2,"other":1}""", "'version' is 2")]
    [InlineData("""{"version":1,"site":"farm"}""", "not valid")]
    public void Read_WhatIsNoHeartbeat_SaysWhy(string json, string expected)
    {
        Assert.False(HeartbeatSerializer.TryRead(Encoding.UTF8.GetBytes(json), out _, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_StatesAreWords() =>
        Assert.Contains("\"state\":\"defocused\"", Encoding.UTF8.GetString(HeartbeatSerializer.Write(Worst(cameras: 1))), StringComparison.Ordinal);

    [Fact]
    public void Read_NameThatIsNoSlug_IsRefused()
    {
        var json = HeartbeatSerializer.Write(Worst(cameras: 1) with { Device = "<script>" });

        Assert.False(HeartbeatSerializer.TryRead(json, out _, out _));
    }

    [Fact]
    public void StoreLayout_NamesOfADevice_AreWhereTheDesignSays() =>
        Assert.Equal(
            ("health/farm/pi.json", "settings/farm/pi.json", "settings/farm/pi.json.sig"),
            (StoreLayout.HealthOf("farm", "pi"), StoreLayout.SettingsOf("farm", "pi"), StoreLayout.SignatureOf("farm", "pi")));

    /// <summary>All fields there and as long as they get: names of 40 characters, a decade up, a terabyte spooled.</summary>
    private static Heartbeat Worst(int cameras) => new()
    {
        Version = Heartbeat.CurrentVersion,
        Program = "10.20.30",
        Site = new string('s', 40),
        Device = new string('d', 40),
        Time = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero),
        Uptime = 315_360_000,
        FreeMb = 1_000_000,
        Celsius = 100.5,
        Battery = 100,
        Discharging = true,
        Throttled = "f000f",
        ClockSet = false,
        Spool = new SpoolHeartbeat { Bytes = 1_000_000_000_000, Oldest = 31_536_000, Evicted = 1_000_000 },
        LastUpload = 31_536_000,
        Data = new DataHeartbeat { Mb = 1_000_000, Stage = DataStage.SmallPictures },
        Settings = new SettingsHeartbeat { Hash = "0123456789ab", Remote = "0123456789ab", Trial = true, Refused = "0123456789ab" },
        Cameras =
        [
            .. Enumerable.Range(0, cameras).Select(number => new CameraHeartbeat
            {
                Name = $"{number:D2}{new string('c', 38)}",
                State = CameraState.Defocused,
                For = 31_536_000,
                Seen = 3_153_600_000,
                Kept = 3_153_600_000,
                Last = 31_536_000,
            }),
        ],
    };
}
