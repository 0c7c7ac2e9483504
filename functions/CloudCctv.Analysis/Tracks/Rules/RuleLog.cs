using CloudCctv.Analysis.Sightings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Tracks.Rules;

internal static partial class RuleLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Rules that were set for {Camera} cannot be read, those of the settings hold: {Fault}")]
    public static partial void RulesUnreadable(this ILogger logger, CameraName camera, string fault);
}
