using System.Globalization;
using CloudCctv.Uploader.Upload.Schedule;

namespace CloudCctv.Uploader.Tests.Upload.Schedule;

/// <summary>2 March 2026 is a Monday.</summary>
public sealed class UploadWindowTests
{
    [Theory]
    [InlineData("09:00", "17:30", "2026-03-02 08:59", false)]
    [InlineData("09:00", "17:30", "2026-03-02 09:00", true)]
    [InlineData("09:00", "17:30", "2026-03-02 17:29", true)]
    [InlineData("09:00", "17:30", "2026-03-02 17:30", false)]
    [InlineData("22:00", "06:00", "2026-03-02 21:59", false)]
    [InlineData("22:00", "06:00", "2026-03-02 22:00", true)]
    [InlineData("22:00", "06:00", "2026-03-03 05:59", true)]
    [InlineData("22:00", "06:00", "2026-03-03 06:00", false)]
    [InlineData("00:00", "00:00", "2026-03-03 13:00", true)]
    public void Holds_EveryDay(string from, string to, string local, bool expected) =>
        Assert.Equal(expected, new UploadWindow { From = from, To = to }.Holds(DateTime.Parse(local, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-03-06 23:00", true)]
    [InlineData("2026-03-07 03:00", true)]
    [InlineData("2026-03-07 23:00", false)]
    [InlineData("2026-03-06 03:00", false)]
    public void Holds_NightThatBeginsOnFriday(string local, bool expected) =>
        Assert.Equal(expected, new UploadWindow { From = "22:00", To = "06:00", Days = [DayOfWeek.Friday] }.Holds(DateTime.Parse(local, CultureInfo.InvariantCulture)));
}
