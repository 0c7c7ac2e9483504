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
    [InlineData("""{ "sitee": "farm" }""", "line 1, key 'sitee': there is no such key.")]
    [InlineData("""{ "site": 7 }""", "key 'site': the value is of the wrong kind.")]
    [InlineData("""{ "site": null }""", "site")]
    [InlineData("""{ "site": "Farm 7", "cameras": [{"name":"a","source":"b"}] }""", "site is 'Farm 7'; it must be 1 to 40 of a-z")]
    [InlineData("""{ "cameras": [] }""", "cameras is a list of 0; it must be at least one camera.")]
    [InlineData("""{ "cameras": [ { "name": "gate" } ] }""", "'name' and 'source' are required")]
    [InlineData("""{ "cameras": [ null ] }""", "cameras[0] is null")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b"},{"name":"a","source":"c"}] }""", "the name 'a' is given twice")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"threshold":900}}] }""", "cameras[0].motion.threshold is 900; it must be between 1 and 255.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","events":{"quietFrames":0}}] }""", "cameras[0].events.quietFrames is 0; it must be between 1 and 1000.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"masks":[{"name":"m","corners":[{"x":0,"y":0}]}]}}] }""", "cameras[0].motion.masks[0].corners has 1 corners; it must have 3 to 100.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"zones":[{"name":"m","corners":[{"x":0,"y":0},{"x":7,"y":0},{"x":0,"y":1}]}]}}] }""", "corners holds (7, 0)")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","motion":{"zones":[{"name":"m","corners":[{"x":0,"y":0},{"x":1,"y":0},{"x":0,"y":1}], "colour":"red"}]}}] }""", "there is no such key")]
    [InlineData("""{ "batches": {"seconds": 0.1}, "cameras": [{"name":"a","source":"b"}] }""", "batches.seconds is 0.1; it must be between 0.5 and 600.")]
    [InlineData("""{ "device": "", "cameras": [{"name":"a","source":"b"}] }""", "device is ''")]
    [InlineData("""{ "cameras": [{"name":"","source":"b"}] }""", "cameras[0].name is ''")]
    [InlineData("""{ "upload": {"maxRetrySeconds": 1e99}, "cameras": [{"name":"a","source":"b"}] }""", "upload.maxRetrySeconds is 1E+99; it must be between 1 and 3600.")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","clips":{"codec":"h265"}}] }""", "key 'cameras[0].clips.codec'")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","clips":{"codec":7}}] }""", "key 'cameras[0].clips.codec'")]
    [InlineData("""{ "cameras": [{"name":"a","source":"b","clips":{"maximumMegabytes":1}}] }""", "cameras[0].clips.maximumMegabytes is 1; it must be between 50 and 10000000.")]
    [InlineData("{", "line 1")]
    [InlineData("null", "must hold an object")]
    [InlineData("", "line 1")]
    public void Load_Mistake_NamesFileKeyAndWhatIsRight(string json, string expected)
    {
        var fault = Assert.Throws<SettingsException>(() => Load(json));

        Assert.Contains(folder.File("settings.json"), fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralMistakes_NamesAllOfThem()
    {
        var fault = Assert.Throws<SettingsException>(() => Load("""{ "site": "X", "cameras": [{"name":"a","source":"b","motion":{"threshold":0,"minimumArea":2}}] }"""));

        Assert.Equal(3, fault.Message.Split(Environment.NewLine).Length);
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
