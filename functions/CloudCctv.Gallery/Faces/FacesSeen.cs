using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Faces;

/// <summary>Whose faces are in an event, as its card tells it.</summary>
/// <param name="Names">Of people who are enrolled now, by name.</param>
/// <param name="Unknown">Faces of others: the most in one picture.</param>
public sealed record FacesSeen(IReadOnlyList<string> Names, int Unknown)
{
    public static FacesSeen None { get; } = new([], 0);

    public bool IsNone => Names.Count == 0 && Unknown == 0;

    /// <summary><c>Anna</c>, <c>Anna, Ben and 1 unknown</c>, <c>2 unknown faces</c>; empty if there is none.</summary>
    public string Text => (Names.Count, Unknown) switch
    {
        (0, 0) => "",
        (0, _) => Wording.Count(Unknown, "unknown face"),
        (_, 0) => string.Join(", ", Names),
        _ => $"{string.Join(", ", Names)} and {Unknown}\u00a0unknown",
    };

    /// <param name="who"><see cref="SeenFace.Unknown"/>, or a person's <see cref="PersonStore.IdOf"/>.</param>
    public bool Has(string who) => who == SeenFace.Unknown ? Unknown > 0 : Names.Any(name => PersonStore.IdOf(name) == who);

    /// <param name="pictures">For each picture, whose faces its sidecar names.</param>
    /// <param name="enrolled">Whoever is not among them is nobody who may be named any more, whatever a sidecar says.</param>
    internal static FacesSeen Of(IReadOnlyList<IReadOnlyList<string>> pictures, IReadOnlySet<string> enrolled) => new(
        [.. pictures.SelectMany(picture => picture).Where(enrolled.Contains).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)],
        pictures.Select(picture => picture.Count(name => !enrolled.Contains(name))).DefaultIfEmpty().Max());
}
