using System.Collections.Concurrent;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Detection.Faces;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Faces;

/// <summary>The enrolled people in memory, read again when their records change. Thread-safe.</summary>
public sealed class FaceBook(PersonStore people, ILogger<FaceBook> logger)
{
    private readonly ConcurrentDictionary<ObjectName, (ETag ETag, Person? Person)> pages = new();

    /// <summary>Who can be known by a method as of now. One listing, and a read for each record that is new or has changed.</summary>
    public async Task<KnownPeople> OpenAsync(FaceReader reader, CancellationToken cancellationToken)
    {
        var there = new HashSet<ObjectName>();
        await foreach (var found in people.ListAsync(cancellationToken))
        {
            there.Add(found.Name);
            if (!pages.TryGetValue(found.Name, out var page) || page.ETag != found.ETag)
            {
                await ReadAsync(found, reader.Method, cancellationToken);
            }
        }

        foreach (var gone in pages.Keys.Where(name => !there.Contains(name)))
        {
            pages.TryRemove(gone, out _);
        }

        return new KnownPeople([.. pages.Values.Select(page => page.Person).OfType<Person>().Where(person => person.Method == reader.Method)], reader.Describer);
    }

    private async Task ReadAsync(ObjectProperties found, string method, CancellationToken cancellationToken)
    {
        Person? person = null;
        try
        {
            person = await people.ReadAsync(found.Name, cancellationToken);
            if (person is not null && person.Method != method)
            {
                logger.EnrolledOtherwise(1);
            }
        }
        catch (InvalidDataException exception)
        {
            logger.PersonUnreadable(exception.Message);
        }

        pages[found.Name] = (found.ETag, person);
    }
}

/// <summary>People, and whose face is whose. Never changes.</summary>
public sealed class KnownPeople(IReadOnlyList<Person> people, IFaceDescriber describer)
{
    /// <returns>Who it is most like, if it is like enough: the nearest of all enrolled faces decides. Null if nobody.</returns>
    public (string Name, double Confidence)? Find(byte[] description)
    {
        (string Name, double Confidence)? best = null;
        foreach (var person in people)
        {
            foreach (var face in person.Faces)
            {
                var likeness = face.Description.Length == description.Length ? describer.Likeness(description, face.Description) : 0;
                if (likeness >= describer.SameFrom && !(likeness <= best?.Confidence))
                {
                    best = (person.Name, likeness);
                }
            }
        }

        return best;
    }
}
