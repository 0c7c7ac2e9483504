using System.Diagnostics;
using CloudCctv.Tests.Support;

namespace CloudCctv.Uploader.Tests.Commands;

/// <summary>The program itself, as an owner calls it.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Check_GoodFile_ShowsDefaultsAndMasksPasswords()
    {
        var (code, output, warnings) = Run("""{ "store": "/mnt/nas", "cameras": [ { "name": "gate", "source": "rtsp://admin:hunter2@10.0.0.7/1?auth=hunter2" } ] }""");

        Assert.Equal(0, code);
        Assert.Contains("\"quietFrames\": 20", output, StringComparison.Ordinal);
        Assert.Contains("rtsp://***@10.0.0.7/1?***", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output + warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_BadFile_ListsFaultsWithLinesAndEndsWith2()
    {
        var (code, _, faults) = Run("{\n \"sitee\": 1,\n \"cameras\": [ {} ] }");

        Assert.Equal(2, code);
        Assert.Contains(":2: 'sitee'", faults, StringComparison.Ordinal);
        Assert.Contains(":3: cameras[0] has no 'name'", faults, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_MaskOverEverythingAndZonesThatSeeNothing_Warns()
    {
        const string All = """[ {"x":0,"y":0}, {"x":1,"y":0}, {"x":1,"y":1}, {"x":0,"y":1} ]""";
        const string Left = """[ {"x":0,"y":0}, {"x":0.5,"y":0}, {"x":0.5,"y":1}, {"x":0,"y":1} ]""";
        const string Speck = """[ {"x":0.7,"y":0.5}, {"x":0.702,"y":0.5}, {"x":0.702,"y":0.502} ]""";
        var (code, _, warnings) = Run($$"""
            { "store": "/mnt/nas", "cameras": [
              { "name": "a", "source": "rtsp://10.0.0.7/1", "motion": { "masks": [ { "name": "m", "corners": {{All}} } ] } },
              { "name": "b", "source": "rtsp://10.0.0.7/1", "motion": { "zones": [ { "name": "z", "corners": {{Left}} }, { "name": "s", "corners": {{Speck}} } ], "masks": [ { "name": "m", "corners": {{Left}} } ] } },
              { "name": "c", "source": "rtsp://10.0.0.7/1", "motion": { "zones": [ { "name": "z", "corners": {{Left}} } ] } } ] }
            """);

        Assert.Equal(0, code);
        Assert.Contains("cameras[0].motion.masks cover the whole picture", warnings, StringComparison.Ordinal);
        Assert.Contains("cameras[1].motion.zones[0] ('z') lies wholly under masks", warnings, StringComparison.Ordinal);
        Assert.Contains("cameras[1].motion.zones[1] ('s') is smaller than one block", warnings, StringComparison.Ordinal);
        Assert.Contains("cameras[1].motion: no zone leaves anything", warnings, StringComparison.Ordinal);
        Assert.DoesNotContain("cameras[2]", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LineThatNothingCrossesAndNameTwice_Warns()
    {
        var (code, _, warnings) = Run("""
            { "store": "/mnt/nas", "cameras": [ { "name": "a", "source": "rtsp://10.0.0.7/1", "motion": { "lines": [
              { "name": "door", "from": {"x":0.1,"y":0.5}, "to": {"x":0.9,"y":0.5} },
              { "name": "spot", "from": {"x":0.1,"y":0.5}, "to": {"x":0.1,"y":0.5} },
              { "name": "door", "from": {"x":0.1,"y":0.7}, "to": {"x":0.9,"y":0.7} } ] } } ] }
            """);

        Assert.Equal(0, code);
        Assert.Contains("cameras[0].motion.lines[1] ('spot') ends where it begins", warnings, StringComparison.Ordinal);
        Assert.Contains("cameras[0].motion.lines[2] ('door') has the name of a line before it", warnings, StringComparison.Ordinal);
        Assert.DoesNotContain("lines[0]", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ClipsThatAreNeverSent_Warns()
    {
        var (code, _, warnings) = Run("""
            { "store": "/mnt/nas", "cameras": [
              { "name": "a", "source": "rtsp://10.0.0.7/1", "clips": { "enabled": true, "send": "always", "codec": "copy" } },
              { "name": "b", "source": "rtsp://10.0.0.7/1", "clips": { "send": "always" } },
              { "name": "c", "source": "rtsp://10.0.0.7/1", "clips": { "enabled": true, "send": "always" } } ] }
            """);

        Assert.Equal(0, code);
        Assert.Contains("cameras[0].clips.send is always and clips.codec is copy, which browsers do not play", warnings, StringComparison.Ordinal);
        Assert.Contains("cameras[1].clips.send is always and clips.enabled is false", warnings, StringComparison.Ordinal);
        Assert.DoesNotContain("cameras[2]", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DiskWithLessThanTheSpoolMustLeave_Warns()
    {
        var (code, _, warnings) = Run($$"""
            { "store": "/mnt/nas", "dataFolder": "{{folder.Path}}", "spool": { "keepFreeMegabytes": 999999 }, "cameras": [ { "name": "a", "source": "rtsp://10.0.0.7/1" } ] }
            """);
        Assert.SkipWhen(new DriveInfo(folder.Path).AvailableFreeSpace >= 999_999_000_000, "This disk has a terabyte free.");

        Assert.Equal(0, code);
        Assert.Contains("spool.keepFreeMegabytes: 999999 MB are to stay free", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_MeteredLinkWithoutWindows_WarnsAndShowsWhatIsInForce()
    {
        var (code, output, warnings) = Run("""
            { "store": "/mnt/nas", "upload": { "metered": true, "monthlyMegabytesPerCamera": 500 }, "cameras": [ { "name": "a", "source": "rtsp://10.0.0.7/1" } ] }
            """);

        Assert.Equal(0, code);
        Assert.Contains("\"monthlyMegabytesPerCamera\": 500", output, StringComparison.Ordinal);
        Assert.Contains("upload.metered is true and upload.windows is empty", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SensitivityBesideANumber_SaysWhatItComesTo()
    {
        var (code, output, warnings) = Run("""
            { "store": "/mnt/nas", "cameras": [
              { "name": "a", "source": "rtsp://10.0.0.7/1", "motion": { "sensitivity": 75, "threshold": 20 } },
              { "name": "b", "source": "rtsp://10.0.0.7/1", "motion": { "sensitivity": 75 } },
              { "name": "c", "source": "rtsp://10.0.0.7/1", "motion": { "threshold": 20 } },
              { "name": "d", "source": "rtsp://10.0.0.7/1", "motion": { "mode": "baseline", "sensitivity": 25, "threshold": 20, "baseline": { "meanSquaredError": 200 } } } ] }
            """);

        Assert.Equal(0, code);
        Assert.Contains("\"sensitivity\": 75", output, StringComparison.Ordinal);
        Assert.Contains("cameras[0].motion.sensitivity is 75 and makes 10 of cameras[0].motion.threshold, which is 20", warnings, StringComparison.Ordinal);
        Assert.Contains("makes 800 of cameras[3].motion.baseline.meanSquaredError, which is 200", warnings, StringComparison.Ordinal);
        Assert.Equal(2, warnings.Split("sensitivity is").Length - 1);
    }

    private (int Code, string Output, string Errors) Run(string json)
    {
        File.WriteAllText(folder.File("settings.json"), json);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [UploaderProgram.Path, "check", "--config", folder.File("settings.json")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
