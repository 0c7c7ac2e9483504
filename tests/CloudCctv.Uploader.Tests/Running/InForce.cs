using System.Text;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Reading;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Running;

/// <summary>Settings that are in force without a file behind them.</summary>
internal static class InForce
{
    public static SettingsInForce Of(UploaderSettings settings) =>
        new(() => SettingsParser.Parse(Encoding.UTF8.GetBytes(SettingsJson.Text(settings)), "settings"), NullLogger.Instance);
}
