using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Tests.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_FewKeys_LeavesTheRestAtItsDefaults()
    {
        var settings = Load("""
            {
              // comments are welcome
              "site": "farm",
              "cameras": [ { "name": "gate", "source": "rtsp://10.0.0.7/1", "motion": { "threshold": 20, "zones": [ { "name": "drive", "corners": [ {"x":0,"y":0}, {"x":1,"y":0}, {"x":0,"y":1} ] } ] } } ],
            }
            """);

        Assert.Equal(("farm", "gate", 20, 32, 5.0), (settings.Site, settings.Cameras[0].Name, settings.Cameras[0].Motion.Threshold, settings.Cameras[0].Motion.WarmUpFrames, settings.Batches.Seconds));
        Assert.True(settings.Cameras[0].Motion.Zones[0].Contains(0.2, 0.2));
    }

    [Theory]
    [InlineData("""{ "sitee": "farm" }""", ":1: 'sitee' is no key of the settings; did you mean 'site'? There are: device, site,")]
    [InlineData("""{ "Site": "farm" }""", "did you mean 'site'?")]
    [InlineData("""{ "site": 7 }""", ":1: site is 7; it must be 1 to 40 of a-z")]
    [InlineData("""{ "site": null }""", ":1: site is null; it must be 1 to 40 of a-z")]
    [InlineData("""{ "site": "Farm 7", "cameras": [{"name":"a","source":"b"}] }""", ":1: site is 'Farm 7'; it must be 1 to 40 of a-z")]
    [InlineData("""{ "site": "a", "site": "b" }""", "site stands here a second time, first in line 1")]
    [InlineData("""{ "cameras": [] }""", "cameras is a list of 0; it must be a list of at least one camera")]
    [InlineData("""{ "cameras": {} }""", "cameras is an object; it must be a list of at least one camera")]
    [InlineData("""{ "cameras": [ { "name": "gate" } ] }""", "cameras[0] has no 'source'; it is required")]
    [InlineData("""{ "cameras": [ null ] }""", "cameras[0] is null; it must be an object")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b"},{"name":"a","source":"c"}] }""", "the name 'a' is given twice")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"threshold":900}}] }""", "cameras[0].motion.threshold is 900; it must be a whole number between 1 and 255.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"threshold":16.5}}] }""", "cameras[0].motion.threshold is 16.5; it must be a whole number between 1 and 255.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":[]}] }""", "cameras[0].motion is a list of 0; it must be an object")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","events":{"quietFrames":0}}] }""", "cameras[0].events.quietFrames is 0; it must be a whole number between 1 and 1000.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"masks":[{"name":"m","corners":[{"x":0,"y":0}]}]}}] }""", "cameras[0].motion.masks[0].corners is a list of 1; it must be a list of 3 to 100 corners.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"zones":[{"name":"m","corners":[{"x":0,"y":0},{"x":7,"y":0},{"x":0,"y":1}]}]}}] }""", "cameras[0].motion.zones[0].corners[1].x is 7; it must be a number between 0 and 1.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"zones":[{"name":"m","corners":[{"x":0,"y":0},{"x":1,"y":0},{"x":0,"y":1}], "colour":"red"}]}}] }""", "'colour' is no key of cameras[0].motion.zones[0]")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"lines":[{"name":"Front door","from":{"x":0,"y":0},"to":{"x":1,"y":1}}]}}] }""", "cameras[0].motion.lines[0].name is 'Front door'; it must be 1 to 40 of a-z")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"lines":[{"name":"door","from":{"x":0,"y":0}}]}}] }""", "cameras[0].motion.lines[0] has no 'to'; it is required")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"lines":[{"name":"door","from":{"x":0,"y":0},"to":{"x":1.2,"y":1}}]}}] }""", "cameras[0].motion.lines[0].to.x is 1.2; it must be a number between 0 and 1")]
    [InlineData("""{ "batches": {"seconds": 0.1}, "cameras": [{"name":"a","source":"b"}] }""", "batches.seconds is 0.1; it must be a number between 0.5 and 600.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","capture":{"decode":"whenNeeded"}}] }""", ":1: cameras[0].capture.decode is gone: every picture is decoded once now, for less than either of its values took. Take it out.")]
    [InlineData("""{ "device": "", "cameras": [{"name":"a","source":"b"}] }""", "device is ''")]
    [InlineData("""{ "cameras": [{"name":"","source":"b"}] }""", "cameras[0].name is ''")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","clips":{"codec":"h265"}}] }""", "cameras[0].clips.codec is")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","clips":{"codec":7}}] }""", "cameras[0].clips.codec is")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","clips":{"maximumMegabytes":1}}] }""", "cameras[0].clips.maximumMegabytes is 1; it must be a whole number between 50 and 10000000.")]
    [InlineData("""{ "upload": {"maxRetrySeconds": 1e99}, "cameras": [{"name":"a","source":"b"}] }""", "upload.maxRetrySeconds is 1e99; it must be a number between 1 and 3600.")]
    [InlineData("""{ "remote": {"publicKey": "abc"}, "cameras": [{"name":"a","source":"b"}] }""", "remote.publicKey is 'abc'; it must be a public key of P-256")]
    [InlineData("{\n  \"site\": \"farm\"\n  \"device\": \"pi\"\n}", ":3: not JSON from character 3 on")]
    [InlineData("{", ":1: not JSON")]
    [InlineData("null", ":1: the file holds null; it must hold an object")]
    [InlineData("", ":1: the file is empty")]
    [InlineData("{ \"site\": \"\\ud800\" }", "characters that are not UTF-8")]
    public void Load_Mistake_NamesFileKeyAndWhatIsRight(string json, string expected)
    {
        var fault = Assert.Throws<SettingsException>(() => Load(json));

        Assert.Contains(folder.File("settings.json"), fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralMistakesOfAllKinds_NamesEachWithItsLine()
    {
        var fault = Assert.Throws<SettingsException>(() => Load("""
            { // 1
              "site": "X",
              "stoer": "/mnt",
              "cameras": [ { "name": "a", "source": "b",
                "motion": { "threshold": "16",
                            "minimumArea": 2 } } ]
            }
            """));

        Assert.Equal(
            [":2: site", ":3: 'stoer'", ":5: cameras[0].motion.threshold", ":6: cameras[0].motion.minimumArea"],
            fault.Message.Split(Environment.NewLine).Select(line => line[folder.File("settings.json").Length..].Split(" is ")[0]));
    }

    [Fact]
    public void Load_FaultNearAPassword_DoesNotShowIt()
    {
        var fault = Assert.Throws<SettingsException>(() => Load("""{ "device": "rtsp://admin:hunter2@10.0.0.7/1?key=hunter2", "cameras": [{"name":"a","source":"b"}] }"""));

        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFile_SaysSo() =>
        Assert.Contains("cannot be read", Assert.Throws<SettingsException>(() => SettingsFile.Load(folder.File("none.json"))).Message, StringComparison.Ordinal);

    private UploaderSettings Load(string json)
    {
        File.WriteAllText(folder.File("settings.json"), json);
        return SettingsFile.Load(folder.File("settings.json"));
    }
}
