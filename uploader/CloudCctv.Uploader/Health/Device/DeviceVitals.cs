using System.Globalization;

namespace CloudCctv.Uploader.Health.Device;

/// <summary>What the computer says of itself. What it does not tell is null: a NAS has no thermometer, a PC is never throttled.</summary>
/// <param name="system">Root of the file system; another in tests.</param>
/// <param name="dataFolder">A folder on the disk whose space matters.</param>
internal sealed class DeviceVitals(string system, string dataFolder)
{
    private const string PiFirmware = "sys/devices/platform/soc/soc:firmware/get_throttled";
    private const string TimeSync = "run/systemd/timesync";

    /// <summary>Since the computer started.</summary>
    public TimeSpan Uptime => Read("proc/uptime") is { } text && TryNumber(text.Split(' ')[0], out var seconds)
        ? TimeSpan.FromSeconds(seconds)
        : TimeSpan.FromMilliseconds(Environment.TickCount64);

    /// <summary>Free bytes for this user.</summary>
    public long? FreeBytes
    {
        get
        {
            try
            {
                return new DriveInfo(Path.GetFullPath(dataFolder)).AvailableFreeSpace;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return null;
            }
        }
    }

    /// <summary>The hottest of the thermal zones, °C. The kernel counts in thousandths.</summary>
    public double? Celsius
    {
        get
        {
            var zones = Folders("sys/class/thermal", "thermal_zone*").Select(zone => Read(Path.Combine(zone, "temp")))
                .Select(text => text is not null && TryNumber(text, out var thousandths) ? thousandths / 1000 : (double?)null);
            return zones.Max() is { } hottest ? Math.Round(hottest, 1) : null;
        }
    }

    /// <summary>The emptiest of the batteries that the computer lives on; null if it has none.</summary>
    public Battery? Battery => Folders("sys/class/power_supply", "*")
        // Those of mice and headsets say so.
        .Where(supply => Read(Path.Combine(supply, "type")) == "Battery" && Read(Path.Combine(supply, "scope")) is not "Device")
        .Select(supply => (Capacity: Read(Path.Combine(supply, "capacity")), Status: Read(Path.Combine(supply, "status"))))
        .Select(one => int.TryParse(one.Capacity, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100 ? new Battery(percent, one.Status == "Discharging") : null)
        .OfType<Battery>()
        .MinBy(one => one.Percent);

    /// <summary>Bits of a Raspberry Pi's firmware, hexadecimal without 0x: 1 under-voltage, 2 capped, 4 throttled, 8 too warm; times 0x10000, it happened before.</summary>
    public string? Throttled => Read(PiFirmware) is { } bits && bits.All(char.IsAsciiHexDigit) && bits.Length is > 0 and <= 8 ? bits.ToLowerInvariant() : null;

    /// <summary>As systemd-timesyncd leaves it: the file comes with the first answer of a time server.</summary>
    public bool? ClockSet => Directory.Exists(Path.Combine(system, TimeSync)) ? File.Exists(Path.Combine(system, TimeSync, "synchronized")) : null;

    private IEnumerable<string> Folders(string below, string pattern)
    {
        var folder = Path.Combine(system, below);
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, pattern) : [];
    }

    private string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(system, path)).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}

/// <param name="Percent">What is left, 0 to 100.</param>
/// <param name="Discharging">True while nothing feeds it.</param>
internal sealed record Battery(int Percent, bool Discharging);
