using System.Globalization;
using CloudCctv.Contracts.Health;

namespace CloudCctv.Gallery.Status;

/// <summary>States of cameras in the words of the page.</summary>
internal static class CameraWords
{
    public static string Of(CameraState state) => state switch
    {
        CameraState.Starting => "no picture yet",
        CameraState.Watching => "watching",
        CameraState.Lost => "no pictures",
        CameraState.Stopped => "stopped",
        CameraState.Dark => "dark",
        CameraState.Covered => "covered",
        CameraState.Defocused => "out of focus",
        _ => "moved",
    };

    /// <summary><c>64 %, charged or charging</c></summary>
    public static string Battery(Heartbeat heartbeat) => string.Create(CultureInfo.InvariantCulture, $"{heartbeat.Battery} %, {(heartbeat.Discharging == true ? "in use" : "charged or charging")}");
}
