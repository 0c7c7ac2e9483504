using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Uploader.Live.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live.Saved;

/// <summary>Captures and clips of a camera: list, look, delete. And the picture of its undisturbed scene, which is only looked at.</summary>
internal sealed class SavedEndpoints(CameraViews views, string dataFolder, ILogger logger)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        MapKind(endpoints, "captures", ".jpg", "image/jpeg");
        MapKind(endpoints, "clips", ".mp4", "video/mp4");
        endpoints.MapGet("/cameras/{name}/scene.jpg", (string name) =>
            views.Find(name)?.Scene is { Time: not null } scene ? Results.File(scene.FilePath, "image/jpeg") : Results.NotFound());
    }

    public static string FolderOf(string dataFolder, string kind, string camera) => Path.Combine(dataFolder, kind, camera);

    private void MapKind(IEndpointRouteBuilder endpoints, string kind, string extension, string contentType)
    {
        endpoints.MapGet($"/cameras/{{name}}/{kind}", (string name) => FilesOf(name, kind, extension) is { } files ? Results.Json(files.List()) : Results.NotFound());
        endpoints.MapGet($"/cameras/{{name}}/{kind}/{{**file}}", (HttpContext context, string name, string file) =>
            FilesOf(name, kind, extension)?.Find(file) is { } path ? Send(context, path, contentType) : Results.NotFound());
        endpoints.MapPost($"/cameras/{{name}}/{kind}/delete", (HttpContext context, string name) => DeleteAsync(context, name, FilesOf(name, kind, extension)));
    }

    // The name of a camera is one of those watched, so it leads nowhere else.
    private SavedFolder? FilesOf(string name, string kind, string extension) =>
        views.Find(name) is { } view ? new SavedFolder(FolderOf(Path.GetFullPath(dataFolder), kind, view.Name), extension) : null;

    private static IResult Send(HttpContext context, string path, string contentType)
    {
        context.Response.Headers.CacheControl = "private, max-age=3600";
        return Results.File(path, contentType, lastModified: File.GetLastWriteTimeUtc(path), enableRangeProcessing: true);
    }

    private async Task<IResult> DeleteAsync(HttpContext context, string camera, SavedFolder? files)
    {
        try
        {
            var wish = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
            var name = wish?["file"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
            if (files?.Find(name) is not { } path)
            {
                return Answer.Problem("There is no such file any more.", StatusCodes.Status404NotFound);
            }

            File.Delete(path);
            logger.FileDeleted(camera, name!);
            return Results.NoContent();
        }
        catch (JsonException)
        {
            return Answer.Problem("That is no JSON.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Answer.Problem($"It cannot be deleted: {exception.Message}", StatusCodes.Status500InternalServerError);
        }
    }
}
