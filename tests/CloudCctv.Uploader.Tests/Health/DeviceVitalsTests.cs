using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Health.Device;

namespace CloudCctv.Uploader.Tests.Health;

public sealed class DeviceVitalsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void RaspberryPi_TellsAll()
    {
        Write("proc/uptime", "12345.67 40000.00\n");
        Write("sys/class/thermal/thermal_zone0/temp", "48312\n");
        Write("sys/class/thermal/thermal_zone1/temp", "61500\n");
        Write("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n");
        Write("run/systemd/timesync/synchronized", "");

        var vitals = new DeviceVitals(folder.Path, folder.Path);

        Assert.Equal((12345, 61.5, "50005", true), ((int)vitals.Uptime.TotalSeconds, vitals.Celsius, vitals.Throttled, vitals.ClockSet));
        Assert.True(vitals.FreeBytes > 0);
    }

    [Fact]
    public void ComputerThatTellsNothing_GivesNulls()
    {
        var vitals = new DeviceVitals(folder.File("nowhere"), folder.File("nowhere"));

        Assert.Equal((null, null, null), (vitals.Celsius, vitals.Throttled, vitals.ClockSet));
        Assert.True(vitals.Uptime > TimeSpan.Zero);
    }

    [Fact]
    public void ClockThatNoServerHasSetYet_IsToldAsSuch()
    {
        Directory.CreateDirectory(folder.File("run", "systemd", "timesync"));

        Assert.False(new DeviceVitals(folder.Path, folder.Path).ClockSet);
    }

    [Fact]
    public void BrokenSensors_AreLeftOut()
    {
        Write("sys/class/thermal/thermal_zone0/temp", "\n");
        Write("sys/devices/platform/soc/soc:firmware/get_throttled", "oops");

        var vitals = new DeviceVitals(folder.Path, folder.Path);

        Assert.Equal((null, null), (vitals.Celsius, vitals.Throttled));
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(path))!);
        File.WriteAllText(folder.File(path), text);
    }
}
