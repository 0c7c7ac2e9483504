using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using Microsoft.Extensions.Options;

namespace CloudCctv.Analysis.Tests;

public sealed class AnalysisOptionsTests
{
    [Fact]
    public async Task Nothing_Set_IsValid()
    {
        await using var system = new Installation();

        var options = system.Get<AnalysisOptions>();

        Assert.True(options.Sightings.Counts("person"));
        Assert.False(options.Sightings.Counts("car"));
    }

    [Theory]
    [InlineData("Claims:Lease", "00:00:01", "00:00:05")]
    [InlineData("Claims:MaxAttempts", "0", "1")]
    [InlineData("Alerts:LateAfter", "00:00:00", "00:00:10")]
    [InlineData("Alerts:TimeZone", "Mars/Olympus", "Mars/Olympus")]
    [InlineData("Alerts:Ntfy:0:TopicUrl", "ftp://example.org/topic", "http or https")]
    [InlineData("Alerts:Webhooks:0:Url", "https://example.org/hook", "Secret")]
    [InlineData("EventGrid:TopicEndpoint", "ftp://example.org/topic", "http or https")]
    [InlineData("EventGrid:TopicEndpoint", "http://example.org/topic", "must be https")]
    [InlineData("EventGrid:Key", "0123456789", "EventGrid:TopicEndpoint is missing")]
    [InlineData("Health:LateAfter", "00:00:10", "00:01:00")]
    [InlineData("Health:DiskLowMegabytes", "-1", "10000000")]
    [InlineData("Health:BatteryLowPercent", "101", "100")]
    [InlineData("Telemetry:OtlpEndpoint", "localhost:4317", "http or https")]
    [InlineData("Worker:Workers", "0", "64")]
    [InlineData("Sweep:MaxPerSweep", "0", "10000")]
    [InlineData("Retention:KeepRecordsDays", "59", "60")]
    [InlineData("Retention:MaxRecordsPerRun", "99", "100")]
    [InlineData("Sightings:MinScore", "2", "1")]
    [InlineData("Detector:Threads", "0", "64")]
    [InlineData("Intake:Limits:MaxZipBytes", "5", "1000000000")]
    [InlineData("Intake:Limits:MaxFramePixels", "40000001", "40000000")]
    [InlineData("Intake:Limits:MaxFrameScans", "0", "32")]
    [InlineData("Intake:Limits:MaxManifestDepth", "3", "64")]
    [InlineData("Intake:Limits:MaxAhead", "00:00:01", "00:01:00")]
    [InlineData("Cameras:0:Camera", "gate", "site/camera")]
    [InlineData("Cameras:0:MinHeight", "20", "1")]
    [InlineData("Cameras:0:MaxHeight", "-1", "0")]
    [InlineData("Cameras:0:Zones:0", "0,0 1,1", "3 to 100 corners")]
    [InlineData("Cameras:0:Masks:0", "0,0 100,0 100,100", "3 to 100 corners")]
    [InlineData("Cameras:0:Lines:0", "Door 0,0 1,1", "lower-case letters")]
    [InlineData("Cameras:0:Lines:0", "door 0,0 1,2", "0..1")]
    [InlineData("Cameras:0:AlertCrossings:0", "door inwards", "door in 22:00-06:00")]
    [InlineData("Cameras:0:AlertCrossings:0", "door-0 in", "names no line of this camera")]
    [InlineData("Cameras:0:AlertOnlyCrossings", "true", "needs AlertCrossings")]
    [InlineData("Stills:Events", "1", "100")]
    [InlineData("SecondModel:MinOverlap", "3", "1")]
    [InlineData("Faces:Detector", "yunet", "haar")]
    [InlineData("Faces:Recogniser", "eigenfaces", "lbph")]
    [InlineData("Faces:KeepDays", "0", "3650")]
    [InlineData("Faces:MaxDistance", "0", "250")]
    [InlineData("Faces:MinFacePixels", "5", "1000")]
    [InlineData("Faces:MaxPerSweep", "0", "100000")]
    public async Task Wrong_Value_IsRefusedWithKeyAndRange(string key, string value, string named)
    {
        await using var system = new Installation(settings: new() { [key] = value });

        var fault = Assert.Throws<OptionsValidationException>(() => system.Get<AnalysisOptions>());

        Assert.Contains(key.Split(':')[^1].Replace("Url", "", StringComparison.Ordinal), fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoChannels_OfOneName_AreRefused()
    {
        await using var system = new Installation(settings: new()
        {
            ["Alerts:Ntfy:0:TopicUrl"] = "https://ntfy.sh/a",
            ["Alerts:Ntfy:1:TopicUrl"] = "https://ntfy.sh/b",
        });

        Assert.Contains("'ntfy'", Assert.Throws<OptionsValidationException>(() => system.Get<AnalysisOptions>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_Set_ReplaceTheDefault()
    {
        await using var system = new Installation(settings: new() { ["Sightings:Labels:0"] = "dog" });

        Assert.True(system.Get<AnalysisOptions>().Sightings.Counts("dog"));
        Assert.False(system.Get<AnalysisOptions>().Sightings.Counts("person"));
    }

    [Fact]
    public async Task Limits_Set_DoNotReachTheSharedDefault()
    {
        await using var system = new Installation(settings: new() { ["Intake:Limits:MaxEntries"] = "7", ["Alerts:GalleryUrl"] = "https://cctv.example.org" });

        Assert.Equal(7, system.Get<AnalysisOptions>().Intake.Limits.MaxEntries);
        Assert.Equal(new Uri("https://cctv.example.org"), system.Get<AlertOptions>().GalleryUrl);
        Assert.Equal(1_001, BatchLimits.Default.MaxEntries);
    }
}
