using System.Net;
using System.Text.Json;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Tests.Live.Support;

namespace CloudCctv.Uploader.Tests.Live.Tuning;

public sealed class TuningTests
{
    private const string Zone = """{"name":"drive","corners":[{"x":0,"y":0.4},{"x":1,"y":0.4},{"x":1,"y":1}]}""";

    private const string Settings = """
        {
          // the farm
          "cameras": [
            { "name": "yard", "source": "rtsp://10.0.0.8/1" },
            { "name": "gate", "source": "rtsp://user:secret@10.0.0.7/1", "motion": { "threshold": 20 } } // the gate
          ]
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Zone_Saved_IsInTheFileAndInUse_AndTheRestOfTheFileIsAsItWas()
    {
        await using var site = await LiveSite.StartSignedInAsync(settingsJson: Settings);

        using var response = await site.WishAsync("/cameras/gate/motion", $$"""{"motion":{"zones":[{{Zone}}],"masks":[]},"save":true}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = await File.ReadAllTextAsync(site.SettingsFilePath, Token);
        Assert.Contains("// the farm", text, StringComparison.Ordinal);
        Assert.Contains("// the gate", text, StringComparison.Ordinal);
        var saved = SettingsFile.Load(site.SettingsFilePath);
        Assert.Empty(saved.Cameras[0].Motion.Zones);
        Assert.Equal(("drive", 3, 20), (saved.Cameras[1].Motion.Zones[0].Name, saved.Cameras[1].Motion.Zones[0].Corners.Count, saved.Cameras[1].Motion.Threshold));
        Assert.Equal("drive", site.View().TakeMotion()!.Zones[0].Name);
        Assert.Null(site.View().TakeMotion());
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(site.SettingsFilePath)!));
    }

    [Fact]
    public async Task Zone_OnlyTried_IsInUseAndNotInTheFile()
    {
        await using var site = await LiveSite.StartSignedInAsync(settingsJson: Settings);

        using var response = await site.WishAsync("/cameras/gate/motion", $$"""{"motion":{"zones":[{{Zone}}],"threshold":9},"save":false}""");

        Assert.Equal(Settings, await File.ReadAllTextAsync(site.SettingsFilePath, Token));
        Assert.Equal((1, 9), (site.View().Motion.Zones.Count, site.View().Motion.Threshold));
    }

    [Theory]
    [InlineData("""{"motion":{"threshold":900},"save":true}""", "threshold is 900; it must be a whole number between 1 and 255.")]
    [InlineData("""{"motion":{"minimumArea":-1},"save":true}""", "minimumArea is -1")]
    [InlineData("""{"motion":{"threshold":"high"},"save":true}""", "threshold is 'high'; it must be a whole number")]
    [InlineData("""{"motion":{"mode":"magic"},"save":true}""", "mode is 'magic'; it must be")]
    [InlineData("""{"motion":{"sensitivity":0},"save":true}""", "sensitivity is 0; it must be a whole number between 1 and 100.")]
    [InlineData("""{"motion":{"baseline.meanSquaredError":0},"save":true}""", "baseline.meanSquaredError is 0")]
    [InlineData("""{"motion":{"baseline":{}},"save":true}""", "'baseline' cannot be changed here.")]
    [InlineData("""{"motion":{"warmUpFrames":1},"save":true}""", "'warmUpFrames' cannot be changed here.")]
    [InlineData("""{"motion":{"zones":null},"save":true}""", "zones")]
    [InlineData("""{"motion":{"zones":[{"name":"a","corners":[{"x":0,"y":0}]}]},"save":true}""", "zones[0].corners is a list of 1; it must be a list of 3 to 100 corners.")]
    [InlineData("""{"motion":{"zones":[{"name":"","corners":[{"x":0,"y":0},{"x":1,"y":0},{"x":1,"y":7}]}]},"save":true}""", "zones[0].corners[2].y is 7")]
    [InlineData("""{"motion":{"zones":[{"name":"a","corners":[],"x":1}]},"save":true}""", "'x' is no key of zones[0]")]
    [InlineData("""{"motion":{}}""", "Expected")]
    [InlineData("""[]""", "Expected")]
    [InlineData("""{"motion":""", "no JSON")]
    [InlineData("", "no JSON")]
    public async Task Wish_Mistaken_SaysWhatIsRightAndChangesNothing(string json, string expected)
    {
        await using var site = await LiveSite.StartSignedInAsync(settingsJson: Settings);

        using var response = await site.WishAsync("/cameras/gate/motion", json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, await ProblemAsync(response), StringComparison.Ordinal);
        Assert.Equal(Settings, await File.ReadAllTextAsync(site.SettingsFilePath, Token));
        Assert.Null(site.View().TakeMotion());
    }

    [Theory]
    [InlineData(null, "started without --config")]
    [InlineData("""{ "cameras": [ { "name": "yard", "source": "rtsp://10.0.0.8/1" } ] }""", "lists no camera 'gate'")]
    [InlineData("""{ "cameras": [ """, "no valid JSON any more")]
    [InlineData("""{ "cameras": [ { "name": "gate", "source": "rtsp://10.0.0.8/1", "sorce": 1 } ] }""", "'sorce' is no key of cameras[0]")]
    public async Task Save_FileThatCannotTakeIt_SaysWhyAndChangesNothing(string? settings, string expected)
    {
        await using var site = await LiveSite.StartSignedInAsync(settingsJson: settings);

        using var response = await site.WishAsync("/cameras/gate/motion", $$"""{"motion":{"zones":[{{Zone}}]},"save":true}""");

        Assert.Contains(expected, await ProblemAsync(response), StringComparison.Ordinal);
        Assert.Null(site.View().TakeMotion());
        Assert.True(settings is null || await File.ReadAllTextAsync(site.SettingsFilePath, Token) == settings);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(site.SettingsFilePath)!), path => path.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mode_SavedWithItsNumber_IsInTheFileAndInUse_AndTheAnswerSaysWhatTheSensitivityMakesOfIt()
    {
        await using var site = await LiveSite.StartSignedInAsync(settingsJson: Settings);

        using var response = await site.WishAsync("/cameras/gate/motion", """{"motion":{"mode":"baseline","baseline.meanSquaredError":400,"sensitivity":75},"save":true}""");

        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("baseline", answer.RootElement.GetProperty("mode").GetString());
        Assert.Equal(400, answer.RootElement.GetProperty("baseline").GetProperty("meanSquaredError").GetDouble());
        Assert.Equal(100, answer.RootElement.GetProperty("effective").GetProperty("baseline").GetProperty("meanSquaredError").GetDouble());
        var saved = SettingsFile.Load(site.SettingsFilePath).Cameras[1].Motion;
        Assert.Equal((MotionMode.Baseline, 400, 75, 20), (saved.Mode, saved.Baseline.MeanSquaredError, saved.Sensitivity, saved.Threshold));
        Assert.Contains("// the gate", await File.ReadAllTextAsync(site.SettingsFilePath, Token), StringComparison.Ordinal);
        Assert.Equal(MotionMode.Baseline, site.View().TakeMotion()!.Mode);
    }

    [Fact]
    public async Task Knobs_EveryMode_HasItsNumbersAndTheSensitivity()
    {
        await using var site = await LiveSite.StartSignedInAsync();

        using var shown = JsonDocument.Parse(await site.Browser.GetStringAsync(new Uri("/cameras/gate/settings", UriKind.Relative), Token));

        var knobs = shown.RootElement.GetProperty("knobs").EnumerateArray()
            .SelectMany(knob => knob.GetProperty("modes").EnumerateArray().Select(mode => (Mode: mode.GetString()!, Key: knob.GetProperty("key").GetString()!)))
            .ToLookup(pair => pair.Mode, pair => pair.Key);
        Assert.Equal(["sensitivity", "threshold", "minimumArea"], knobs["adaptive"]);
        Assert.Equal(["sensitivity", "runningAverage.threshold", "minimumArea", "runningAverage.weight"], knobs["runningAverage"]);
        Assert.Equal(["sensitivity", "frameDelta.threshold"], knobs["frameDelta"]);
        Assert.Equal(["sensitivity", "baseline.meanSquaredError"], knobs["baseline"]);
    }

    [Fact]
    public async Task Save_FileBehindALinkForItsOwnerOnly_StaysBoth()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var site = await LiveSite.StartSignedInAsync(settingsJson: Settings);
        var real = Path.Combine(Path.GetDirectoryName(site.SettingsFilePath)!, "real.json");
        File.Move(site.SettingsFilePath, real);
        File.CreateSymbolicLink(site.SettingsFilePath, real);
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(real, mode);
        }

        using var response = await site.WishAsync("/cameras/gate/motion", """{"motion":{"threshold":9},"save":true}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(File.ResolveLinkTarget(site.SettingsFilePath, returnFinalTarget: false));
        Assert.Equal(9, SettingsFile.Load(real).Cameras[1].Motion.Threshold);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(real) == mode);
    }

    [Fact]
    public async Task Settings_ShowNoPassword()
    {
        await using var site = await LiveSite.StartSignedInAsync();

        var shown = await site.Browser.GetStringAsync(new Uri("/cameras/gate/settings", UriKind.Relative), Token);
        var list = await site.Browser.GetStringAsync(new Uri("/cameras", UriKind.Relative), Token);

        Assert.DoesNotContain("secret", shown + list, StringComparison.Ordinal);
        Assert.Contains("rtsp://***@10.0.0.7/1", shown, StringComparison.Ordinal);
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("problem").GetString()!;
}
