using System.CommandLine;
using CloudCctv.Analysis.Sightings;
using CloudCctv.SelfHost.Settings;

namespace CloudCctv.SelfHost.Commands;

/// <summary><c>--camera</c>: one of them instead of all.</summary>
internal static class CameraFlag
{
    public static Option<string?> Create() => new("--camera") { Description = "One camera, site/camera (all)", HelpName = "CAMERA" };

    /// <exception cref="SettingsException">It is not what it must be.</exception>
    public static CameraName? Read(string? text) =>
        text is null ? null
        : CameraName.TryParse(text, out var name) ? name
        : throw new SettingsException($"--camera is '{text}'; it must be site/camera, such as farm/gate.");
}
