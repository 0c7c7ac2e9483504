using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Commands;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Tests.Commands;

public sealed class CommandSettingsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_FileWithoutCamerasAndSourceOnTheCommandLine_IsAccepted()
    {
        var settings = new CommandSettings { Config = Write("""{ "site": "farm" }"""), Source = "rtsp://10.0.0.7/1" }.Load();

        Assert.Equal(("farm", "camera", "rtsp://10.0.0.7/1"), (settings.Site, settings.Cameras[0].Name, settings.Cameras[0].Source));
    }

    [Fact]
    public void Load_CameraWithoutSource_PicksThatCameraOfTheFile()
    {
        var settings = new CommandSettings { Config = Write(TwoCameras), Camera = "yard" }.Load();

        Assert.Equal("rtsp://10.0.0.8/1", Assert.Single(settings.Cameras).Source);
    }

    [Fact]
    public void Load_SourceAndCameraOfTheFile_TakesOverWhatTheFileSaysOfIt()
    {
        var camera = Assert.Single(new CommandSettings { Config = Write(TwoCameras), Camera = "yard", Source = "yard.mp4", MaxSpeed = true }.Load().Cameras);

        Assert.Equal(("yard", "yard.mp4", 30, true), (camera.Name, camera.Source, camera.Motion.Threshold, camera.Capture.MaxSpeed));
    }

    [Fact]
    public void Load_CameraThatTheFileLacks_NamesThoseItHas()
    {
        var fault = Assert.Throws<SettingsException>(() => new CommandSettings { Config = Write(TwoCameras), Camera = "door" }.Load());

        Assert.Contains("--camera 'door'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("it has gate, yard", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WrongOption_NamesTheOption()
    {
        var fault = Assert.Throws<SettingsException>(() => new CommandSettings { Source = "a.mp4", Site = "Farm 7" }.Load());

        Assert.StartsWith("--site: site is 'Farm 7'; it must be 1 to 40", fault.Message, StringComparison.Ordinal);
    }

    private const string TwoCameras = """
        { "cameras": [ { "name": "gate", "source": "rtsp://10.0.0.7/1" }, { "name": "yard", "source": "rtsp://10.0.0.8/1", "motion": { "threshold": 30 } } ] }
        """;

    private string Write(string json)
    {
        File.WriteAllText(folder.File("settings.json"), json);
        return folder.File("settings.json");
    }
}
