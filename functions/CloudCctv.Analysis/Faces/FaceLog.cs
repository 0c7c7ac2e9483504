using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Faces;

/// <summary>Says what happened to whom by number, never by name: logs travel.</summary>
internal static partial class FaceLog
{
    [LoggerMessage(600, LogLevel.Warning, "Faces not looked at: {Event}, frame {Frame}: {Reason}")]
    public static partial void FacesNotSeen(this ILogger logger, EventName @event, FrameName frame, string reason);

    [LoggerMessage(601, LogLevel.Warning, "People enrolled with another detector or recogniser are not known until they are enrolled again: {People}")]
    public static partial void EnrolledOtherwise(this ILogger logger, int people);

    [LoggerMessage(602, LogLevel.Error, "An enrolled person's record is unreadable: {Reason}")]
    public static partial void PersonUnreadable(this ILogger logger, string reason);

    [LoggerMessage(603, LogLevel.Information, "No alert, every face is known: {Event}")]
    public static partial void AlertWithheld(this ILogger logger, EventName @event);

    [LoggerMessage(604, LogLevel.Information, "Faces removed from {Sightings} sightings of days before {Day:yyyy-MM-dd}")]
    public static partial void FacesRemoved(this ILogger logger, int sightings, DateOnly day);

    [LoggerMessage(605, LogLevel.Information, "A person was forgotten; {Sightings} sightings now say unknown")]
    public static partial void PersonForgotten(this ILogger logger, int sightings);

    [LoggerMessage(606, LogLevel.Warning, "Faces could not be removed from a sighting, its sidecar is unreadable: {Sighting}")]
    public static partial void SidecarSkipped(this ILogger logger, SightingName sighting);

    [LoggerMessage(607, LogLevel.Information, "Faces of a person were enrolled: {Taken} of {Pictures} pictures were taken")]
    public static partial void PersonEnrolled(this ILogger logger, int taken, int pictures);

    [LoggerMessage(608, LogLevel.Information, "Faces of a person were named in {Sightings} sightings of {Event}")]
    public static partial void FacesNamed(this ILogger logger, int sightings, EventName @event);
}
