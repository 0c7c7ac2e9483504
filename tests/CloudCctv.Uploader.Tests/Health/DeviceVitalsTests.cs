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

    [Theory]
    [InlineData("64", "Discharging", 64, true)]
    [InlineData("100", "Full", 100, false)]
    [InlineData("7", "Charging", 7, false)]
    public void Battery_TheEmptiestThatTheComputerLivesOn_IsTold(string capacity, string status, int percent, bool discharging)
    {
        Supply("BAT0", "Battery", capacity, status);
        Supply("BAT1", "Battery", "100", "Full");
        Supply("AC", "Mains", "1", "Discharging");
        Supply("hidpp_battery_0", "Battery", "3", "Discharging", scope: "Device");

        Assert.Equal(new Battery(percent, discharging), new DeviceVitals(folder.Path, folder.Path).Battery);
    }

    [Theory]
    [InlineData("")]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("full")]
    public void Battery_ThatTellsNonsense_IsLeftOut(string capacity)
    {
        Supply("BAT0", "Battery", capacity, "Discharging");

        Assert.Null(new DeviceVitals(folder.Path, folder.Path).Battery);
    }

    [Fact]
    public void BrokenSensors_AreLeftOut()
    {
        Write("sys/class/thermal/thermal_zone0/temp", "\n");
        Write("sys/devices/platform/soc/soc:firmware/get_throttled", "oops");

        var vitals = new DeviceVitals(folder.Path, folder.Path);

        Assert.Equal((null, null), (vitals.Celsius, vitals.Throttled));
    }

    private void Supply(string name, string type, string capacity, string status, string? scope = null)
    {
        Write($"sys/class/power_supply/{name}/type", $"{type}\n");
        Write($"sys/class/power_supply/{name}/capacity", $"{capacity}\n");
        Write($"sys/class/power_supply/{name}/status", $"{status}\n");
        if (scope is not null)
        {
            Write($"sys/class/power_supply/{name}/scope", $"{scope}\n");
        }
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(path))!);
        File.WriteAllText(folder.File(path), text);
    }
}
