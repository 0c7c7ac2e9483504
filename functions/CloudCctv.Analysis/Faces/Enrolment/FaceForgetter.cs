using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Sightings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Faces.Enrolment;

/// <summary>Forgets people: it is audited, by number and not by name, their record goes, then their name goes from every sighting that still has faces. Thread-safe.</summary>
public sealed class FaceForgetter(PersonStore people, SightingStore sightings, SightingCalendar calendar, AuditLog audit, FaceOptions options, TimeProvider time, ILogger<FaceForgetter> logger)
{
    /// <summary>May be repeated: what a cut-off run has left is done by the next, whether the person is still enrolled or not.</summary>
    /// <returns>Whether they were enrolled, and how many sightings named them.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    public async Task<(bool WasEnrolled, int Sightings)> ForgetAsync(string name, CancellationToken cancellationToken)
    {
        name = Person.CheckedName(name);
        if (await people.FindIfReadableAsync(name, cancellationToken) is { } person)
        {
            await audit.RecordAsync(DeletionCause.ByHand, $"{PersonStore.Prefix}{PersonStore.IdOf(name)}", person.Faces.Count, "a person was forgotten", cancellationToken);
        }

        var wasEnrolled = await people.DeleteAsync(name, cancellationToken);
        var changed = 0;

        // Newest first; what is older than faces are kept has none, or the sweep is about to see to it.
        await foreach (var day in calendar.DaysAsync(camera: null, cancellationToken))
        {
            if (day < options.FirstDayKept(time.GetUtcNow()).AddDays(-1))
            {
                break;
            }

            changed += await RelabelAsync(day, name, cancellationToken);
        }

        logger.PersonForgotten(changed);
        return (wasEnrolled, changed);
    }

    private async Task<int> RelabelAsync(DateOnly day, string name, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var eventName in await calendar.EventsAsync(day, camera: null, cancellationToken))
        {
            foreach (var sighting in await calendar.SightingsAsync(eventName, cancellationToken))
            {
                try
                {
                    changed += await sightings.ChangeFacesAsync(sighting, faces => Without(faces, name), cancellationToken) ? 1 : 0;
                }
                catch (InvalidDataException)
                {
                    logger.SidecarSkipped(sighting);
                }
            }
        }

        return changed;
    }

    private static SightingFaces Without(SightingFaces faces, string name) => faces.Seen.Any(face => Is(face, name))
        ? faces with { Seen = [.. faces.Seen.Select(face => Is(face, name) ? face.Forgotten() : face)] }
        : faces;

    private static bool Is(SeenFace face, string name) => face.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
