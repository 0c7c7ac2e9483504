using System.Net;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Quarantine;

public sealed class RetryTests
{
    private static readonly BatchName Batch = new(Scene.Event(), 1);

    private static readonly ObjectName Zip = new(StoreLayout.ObjectFor(Batch));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_goes_back_to_where_it_came_from_with_its_message_and_without_its_result()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await SetAsideAsync(server);

        using var answer = await server.Browser.SubmitAsync("/quarantine", $"/quarantine/retry/{Batch}");

        Assert.Contains("is tried again", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("not a zip", await File.ReadAllTextAsync(server.FileOf(Zip), Token));
        Assert.Empty(await server.Quarantine.ListAsync(Token).ToListAsync(Token));
        Assert.False(await server.Services.GetRequiredService<ResultStore>().ExistsAsync(Batch, Token));
        var message = await server.Services.GetRequiredService<IWorkQueue>().ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(CommitMessage.For(Batch), message?.Body);
    }

    [Fact]
    public async Task Batch_that_is_being_worked_on_stays_where_it_is()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await SetAsideAsync(server);
        Assert.NotNull(await server.Services.GetRequiredService<Analysis.Claims.ClaimStore>().TryTakeAsync(Batch, Token));

        using var answer = await server.Browser.SubmitAsync("/quarantine", $"/quarantine/retry/{Batch}");

        Assert.Contains("being worked on", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Single(await server.Quarantine.ListAsync(Token).ToListAsync(Token));
        Assert.False(File.Exists(server.FileOf(Zip)));
    }

    [Fact]
    public async Task Batch_of_which_the_rest_was_worked_on_is_not_offered()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await SetAsideAsync(server, new BadFrame("000001-180312345.jpg", BatchFault.FrameHash, "SHA-256 differs."));

        Assert.DoesNotContain("Try again", await server.Browser.PageAsync("/quarantine"), StringComparison.Ordinal);
        using var answer = await server.Browser.SubmitAsync("/quarantine", $"/quarantine/retry/{Batch}");

        Assert.Single(await server.Quarantine.ListAsync(Token).ToListAsync(Token));
        using var nonsense = await server.Browser.SubmitAsync("/quarantine", "/quarantine/retry/nothing");
        Assert.Equal(HttpStatusCode.NotFound, nonsense.StatusCode);
    }

    // As the worker does: copy, reason, result, and then the zip goes.
    private static async Task SetAsideAsync(GalleryServer server, params BadFrame[] badFrames)
    {
        await server.Objects.PutAsync(Zip, "not a zip"u8.ToArray(), Token);
        var reason = new QuarantineReason { Code = BatchFault.NotAZip, Reason = "No zip.", Time = Scene.Evening, DequeueCount = 1, BadFrames = badFrames };
        Assert.True(await server.Quarantine.KeepBatchAsync(Batch, reason, Token));
        await server.Objects.PutAsync(new ObjectName($"{ResultStore.Prefix}{Batch}.json"), "{}"u8.ToArray(), Token);
        await server.Objects.DeleteAsync(Zip, Token);
    }
}
