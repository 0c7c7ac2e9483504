using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Events;
using CloudCctv.Gallery.Layout;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Faces;

/// <summary>The owner's page of faces: who is enrolled, enrol, forget; and naming a face in a picture.</summary>
internal static class FaceEndpoints
{
    public const string Path = "/faces";

    private const string Agreed = "yes";

    public static string CropOf(string id) => $"{Path}/crop/{id}";

    public static string ForgetOf(string id) => $"{Path}/forget/{id}";

    public static string NameOf(SightingName picture) => $"{Path}/name/{picture}";

    public static void MapFaces(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (FaceBoard board, FaceOptions options, CancellationToken cancellationToken) => ShowAsync(board, options, new(), cancellationToken));
        endpoints.MapGet($"{Path}/crop/{{id}}", CropAsync);
        endpoints.MapGet($"{Path}/forget/{{id}}", AskAsync);
        endpoints.MapPost($"{Path}/forget/{{id}}", ForgetAsync).TakesForm();
        endpoints.MapPost($"{Path}/enrol", EnrolAsync).TakesUpload(FaceUpload.MaxBytes);
        endpoints.MapPost($"{Path}/name/{{*path}}", NameAsync).TakesForm();
    }

    private static async Task<IResult> ShowAsync(FaceBoard board, FaceOptions options, FaceNotice notice, CancellationToken cancellationToken) => options.Enabled
        ? new RazorComponentResult<FacesPage>(new { Shown = await board.ReadAsync(cancellationToken), Notice = notice }) { StatusCode = notice.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest }
        : new RazorComponentResult<FacesOffPage>();

    private static async Task<IResult> CropAsync(string id, FaceBoard board, FaceOptions options, CancellationToken cancellationToken) =>
        options.Enabled && (await board.FindAsync(id, cancellationToken))?.Faces.Select(face => face.Crop).FirstOrDefault(crop => crop is not null) is { } jpeg
            ? Results.Bytes(jpeg, "image/jpeg")
            : GalleryEndpoints.NotFoundPage();

    // Whoever switched faces off can still have people forgotten.
    private static async Task<IResult> AskAsync(string id, FaceBoard board, CancellationToken cancellationToken) => await board.FindAsync(id, cancellationToken) is { } person
        ? new RazorComponentResult<ForgetPage>(new { person.Name, Id = id, Pictures = person.Faces.Count })
        : GalleryEndpoints.NotFoundPage();

    private static async Task<IResult> ForgetAsync(string id, FaceBoard board, FaceForgetter forgetter, CancellationToken cancellationToken)
    {
        if (await board.FindAsync(id, cancellationToken) is not { } person)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        await forgetter.ForgetAsync(person.Name, cancellationToken);
        return Results.LocalRedirect(Path);
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, FaceUpload upload, FaceBoard board, FaceOptions options, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        try
        {
            Require(form["agreed"] == Agreed);
            var report = await upload.EnrolAsync(form["name"].ToString(), form.Files.GetFiles("pictures").Where(file => file.FileName.Length > 0).ToList(), cancellationToken);
            return await ShowAsync(board, options, new() { Report = report }, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            return await ShowAsync(board, options, new() { Fault = exception.Message }, cancellationToken);
        }
    }

    private static async Task<IResult> NameAsync(
        string? path, HttpContext context, EventReader pictures, EventFaces faces, Lazy<FaceNaming> naming, CancellationToken cancellationToken)
    {
        if (!faces.IsOn || !SightingName.TryParse(path, out var name) || await pictures.PictureAsync(name, cancellationToken) is not { } picture)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var seen = await faces.OfAsync(picture.Sighting, cancellationToken);
        if (!int.TryParse(form["face"], out var place) || place < 0 || place >= seen.Count)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var fault = await FaultAsync(form, () => naming.Value.NameAsync(name, seen[place].Box, form["name"].ToString(), cancellationToken));
        return fault is null
            ? Results.LocalRedirect(Addresses.Of(name))
            : new RazorComponentResult<PicturePage>(new
            {
                Picture = picture with { Faces = new FacesOnPicture(seen, await faces.NamesAsync(cancellationToken)) { Fault = fault } },
            })
            { StatusCode = StatusCodes.Status400BadRequest };
    }

    private static async Task<string?> FaultAsync(IFormCollection form, Func<Task<string?>> name)
    {
        try
        {
            Require(form["agreed"] == Agreed);
            return await name() is { } refusal ? $"This face was not taken: {refusal}." : null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    private static void Require(bool agreed)
    {
        if (!agreed)
        {
            throw new ArgumentException("Nobody is enrolled who has not agreed: say that they have.");
        }
    }
}

/// <summary>What the page has to say besides the people.</summary>
public sealed record FaceNotice
{
    public EnrolReport? Report { get; init; }

    public string? Fault { get; init; }
}

/// <param name="Seen">Largest first, by the names that may be shown.</param>
/// <param name="People">Names to choose from.</param>
public sealed record FacesOnPicture(IReadOnlyList<SeenFace> Seen, IReadOnlyList<string> People)
{
    /// <summary>Why a face was not enrolled just now; null if nothing was wrong.</summary>
    public string? Fault { get; init; }
}
