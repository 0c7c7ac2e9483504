using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Digests;
using CloudCctv.Analysis.Alerts.EventGrid;
using CloudCctv.Analysis.Alerts.Http;
using CloudCctv.Analysis.Alerts.Mail;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Alerts.Mqtt;
using CloudCctv.Analysis.Alerts.Ntfy;
using CloudCctv.Analysis.Alerts.Pushover;
using CloudCctv.Analysis.Alerts.Sms;
using CloudCctv.Analysis.Alerts.Telegram;
using CloudCctv.Analysis.Alerts.WebPush;
using CloudCctv.Analysis.Alerts.Webhooks;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Devices;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Health;
using CloudCctv.Analysis.Hosting;
using CloudCctv.Analysis.Inbox;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Retention.Ranges;
using CloudCctv.Analysis.Retention.Records;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Analysis.Telemetry;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Analysis.Tracks.Stills;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Detection;
using CloudCctv.Detection.Faces;
using CloudCctv.Storage;
using CloudCctv.Storage.Dropbox;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudCctv.Analysis;

/// <summary>Puts the cloud side together, the same for every host.</summary>
public static class AnalysisServices
{
    /// <summary>
    /// Registers everything but the loops. The host has registered a <see cref="Store"/>; it may register a
    /// <see cref="TimeProvider"/> or an <see cref="IDetector"/> of its own before, and further <see cref="IAlertChannel"/>s.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The section that holds <see cref="AnalysisOptions"/>, checked at start.</param>
    public static IServiceCollection AddCloudCctvAnalysis(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AnalysisOptions>().Bind(configuration).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<AnalysisOptions>, AnalysisOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        return services.AddSections().AddStages().AddIndex().AddRetention().AddFaces().AddInbox().AddAlerts().AddHealth();
    }

    /// <summary>Adds the loops for a host that has no triggers of its own: queue, outbox, sweep, index, retention, trash, inbox, heartbeats, brokers.</summary>
    public static IServiceCollection AddCloudCctvWorkers(this IServiceCollection services) => services
        .AddHostedService<BatchWorker>()
        .AddHostedService<QueueWatcher>()
        .AddHostedService<AlertWorker>()
        .AddHostedService<SweepWorker>()
        .AddHostedService<IndexWorker>()
        .AddHostedService<RetentionWorker>()
        .AddHostedService<TrashWorker>()
        .AddHostedService<InboxWorker>()
        .AddHostedService<HealthWorker>()
        .AddHostedService<MqttWorker>();

    private static IServiceCollection AddSections(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IOptions<AnalysisOptions>>().Value)
        .AddSection(options => options.Intake)
        .AddSection(options => options.Sightings)
        .AddSection(options => options.Faces)
        .AddSection(options => options.Claims)
        .AddSection(options => options.Alerts)
        .AddSection(options => options.EventGrid)
        .AddSection(options => options.Health)
        .AddSection(options => options.Telemetry)
        .AddSection(options => options.Worker)
        .AddSection(options => options.Sweep)
        .AddSection(options => options.Retention)
        .AddSection(options => options.Dropbox)
        .AddSection(options => options.Devices);

    private static IServiceCollection AddSection<T>(this IServiceCollection services, Func<AnalysisOptions, T> section)
        where T : class => services.AddSingleton(provider => section(provider.GetRequiredService<AnalysisOptions>()));

    private static IServiceCollection AddStages(this IServiceCollection services)
    {
        services.TryAddSingleton(Objects);
        services.TryAddSingleton(provider => provider.GetRequiredService<Store>().Queue);
        services.TryAddSingleton<IDetector>(provider => ObjectDetector.Open(provider.GetRequiredService<AnalysisOptions>().Detector));
        services.TryAddSingleton(provider => SecondOpinion.Open(provider.GetRequiredService<AnalysisOptions>().SecondModel));
        return services
            .AddSingleton<DeviceRegistry>()
            .AddSingleton<DeviceRoll>()
            .AddSingleton<RuleStore>()
            .AddSingleton<CameraRuleBook>()
            .AddSingleton<StillStore>()
            .AddSingleton<VerdictStore>()
            .AddSingleton<Court>()
            .AddSingleton<AnalysisStatus>()
            .AddSingleton<WakeSignals>()
            .AddSingleton<ZipSpool>()
            .AddSingleton<BatchReader>()
            .AddSingleton<DeletionLog>()
            .AddSingleton<SightingStore>()
            .AddSingleton<SightingCalendar>()
            .AddSingleton<NewestSighting>()
            .AddSingleton<QuarantineNews>()
            .AddSingleton<QuarantineStore>()
            .AddSingleton<QuarantineRetry>()
            .AddSingleton<ResultStore>()
            .AddSingleton<ClaimStore>()
            .AddSingleton<AttemptGuard>()
            .AddSingleton<DetectorTurns>()
            .AddSingleton<ClipStore>()
            .AddSingleton<ClipWishBook>()
            .AddSingleton<ClipJudge>()
            .AddSingleton<ClipProcessor>()
            .AddSingleton<BatchAlerts>()
            .AddSingleton<BatchProcessor>()
            .AddSingleton<BatchHandler>()
            .AddSingleton<WarmUp>()
            .AddSingleton<BlobArrival>()
            .AddSingleton<OrphanSweep>()
            .AddSingleton<ClaimSweep>();
    }

    private static IServiceCollection AddIndex(this IServiceCollection services) => services
        .AddSingleton<IndexNews>()
        .AddSingleton(provider => new IndexShelf(provider.GetRequiredService<IObjectStore>(), provider.GetRequiredService<IndexNews>()))
        .AddSingleton(provider => new IndexSource(provider.GetRequiredService<IObjectStore>(), provider.GetRequiredService<SightingCalendar>()))
        .AddSingleton(provider => new IndexReach(provider.GetRequiredService<IObjectStore>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new SightingIndex(provider.GetRequiredService<IndexShelf>(), provider.GetRequiredService<IndexSource>()))
        .AddSingleton(provider => new IndexBuilder(
            provider.GetRequiredService<SightingCalendar>(),
            provider.GetRequiredService<SightingIndex>(),
            provider.GetRequiredService<IndexReach>(),
            provider.GetRequiredService<ILogger<IndexBuilder>>()))
        .AddSingleton(provider => new SightingDays(
            provider.GetRequiredService<IObjectStore>(),
            provider.GetRequiredService<SightingCalendar>(),
            provider.GetRequiredService<IndexReach>(),
            provider.GetRequiredService<IndexShelf>(),
            provider.GetRequiredService<IndexSource>()));

    private static IServiceCollection AddRetention(this IServiceCollection services) => services
        .AddSingleton<AuditLog>()
        .AddSingleton<Starred>()
        .AddSingleton<TrashBin>()
        .AddSingleton<EmptyTrash>()
        .AddSingleton<FeedbackStore>()
        .AddSingleton<FeedbackExport>()
        .AddSingleton<Disposal>()
        .AddSingleton<RoomLedger>()
        .AddSingleton<StorageUse>()
        .AddSingleton<PruneRecords>()
        .AddSingleton<EnforceRetention>()
        .AddSingleton<SightingRange>()
        .AddSingleton<RangeExport>()
        .AddSingleton<ClipErasure>()
        .AddSingleton<RangeErasure>();

    // Models of faces are opened by who needs them: where faces are off, nobody but those who enrol.
    private static IServiceCollection AddFaces(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => FaceReader.Open(provider.GetRequiredService<FaceOptions>().ToChoice()));
        return services
            .AddSingleton<PersonStore>()
            .AddSingleton<FaceEnroller>()
            .AddSingleton<FaceForgetter>()
            .AddSingleton<FaceNaming>()
            .AddSingleton<FaceBook>()
            .AddSingleton<FaceSweep>()
            .AddSingleton(provider => new FaceAnalyst(
                provider.GetRequiredService<FaceOptions>().Enabled ? provider.GetRequiredService<FaceReader>() : null,
                provider.GetRequiredService<FaceBook>(),
                provider.GetRequiredService<FaceOptions>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<FaceAnalyst>>()));
    }

    private static IServiceCollection AddInbox(this IServiceCollection services) => services
        .AddSingleton<InboxTaking>()
        .AddSingleton<InboxLook>()
        .AddSingleton(provider => new DropboxInbox(
            InboxFolder(provider),
            provider.GetRequiredService<InboxTaking>(),
            provider.GetRequiredService<IObjectStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DropboxInbox>>()))
        .AddSingleton<DropboxHook>();

    // The token is a secret of the machine, not of the settings.
    private static DropboxFolder? InboxFolder(IServiceProvider provider) => provider.GetRequiredService<DropboxOptions>().Inbox is { } inbox
        ? DropboxFolder.Open(inbox, "Dropbox:Inbox", Environment.GetEnvironmentVariable, provider.GetRequiredService<TimeProvider>())
        : null;

    // What paired devices send is in containers of their own.
    private static IObjectStore Objects(IServiceProvider provider)
    {
        var store = provider.GetRequiredService<Store>();
        return store.Grants is { } grants ? new ArrivalsStore(store.Objects, grants, provider.GetRequiredService<DeviceRoll>()) : store.Objects;
    }

    private static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<HeartbeatStore>()
        .AddSingleton<AlarmStore>()
        .AddSingleton<HeartbeatWatch>()
        .AddSingleton<HealthOverview>()
        .AddHostedService<TelemetryExport>();

    private static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddSingleton<AlertHttp>()
        .AddSingleton<AlertOutbox>()
        .AddSingleton<AlertHistory>()
        .AddSingleton<AlertMessages>()
        .AddSingleton<MannerStore>()
        .AddSingleton(provider => provider.GetRequiredService<AlertOptions>().WebPush)
        .AddSingleton<VapidKey>()
        .AddSingleton<PushSubscriptions>()
        .AddKeyedSingleton(WebPushOptions.ChannelName, (provider, _) => new AlertHttp(
            provider.GetRequiredService<TimeProvider>(), publicOnly: !provider.GetRequiredService<WebPushOptions>().AllowPrivateAddresses))
        .AddSingleton(provider => new WebPushChannel(
            provider.GetRequiredService<PushSubscriptions>(),
            provider.GetRequiredService<VapidKey>(),
            provider.GetRequiredService<WebPushOptions>(),
            provider.GetRequiredKeyedService<AlertHttp>(WebPushOptions.ChannelName)))
        .AddSingleton<AlertManners>()
        .AddSingleton<AlertDigests>()
        .AddSingleton<SnoozeLinks>()
        .AddSingleton(provider => new AlertChannels([.. Configured(provider), .. provider.GetServices<IAlertChannel>()]))
        .AddSingleton<AlertSender>()
        .AddSingleton<AlertDelivery>()
        .AddSingleton<PromptAlerts>();

    private static IEnumerable<IAlertChannel> Configured(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<AlertOptions>();
        var http = provider.GetRequiredService<AlertHttp>();
        var time = provider.GetRequiredService<TimeProvider>();
        return
        [
            .. options.Log ? [new LogChannel(provider.GetRequiredService<ILogger<LogChannel>>())] : Array.Empty<IAlertChannel>(),
            .. options.Webhooks.Select(webhook => new WebhookChannel(webhook, http, time)),
            .. options.Ntfy.Select(topic => new NtfyChannel(topic, http)),
            .. provider.GetRequiredService<EventGridOptions>() is { IsConfigured: true } topic ? [new EventGridChannel(EventGridClient.Create(topic))] : Array.Empty<IAlertChannel>(),
            .. options.Telegram.Select(chat => new TelegramChannel(chat, http)),
            .. options.Pushover.Select(user => new PushoverChannel(user, http)),
            .. options.Sms.Select(phone => new SmsChannel(phone, http)),
            .. options.Mail.Select(box => new MailChannel(box, time)),
            .. options.Mqtt.Select(broker => new MqttChannel(broker, time)),
            .. options.WebPush.Enabled ? [provider.GetRequiredService<WebPushChannel>()] : Array.Empty<IAlertChannel>(),
        ];
    }
}
