package com.example;

import io.github.cdksecurerepository.FleetPreview;
import io.github.cdksecurerepository.FleetPreviewOptions;
import io.github.cdksecurerepository.ForecastFamily;
import io.github.cdksecurerepository.ForecastOptions;
import io.github.cdksecurerepository.ImageInventory;
import io.github.cdksecurerepository.ImageSelection;
import io.github.cdksecurerepository.Inventory;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.LifecycleRule;
import io.github.cdksecurerepository.PreviewOptions;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;

public final class PreviewsApp {
    public static void main(final String[] args) {
        final var policy = LifecyclePolicy.of(
                LifecycleRule.protect("v*"),
                LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
                LifecycleRule.keepLatest(20, ImageSelection.any()));
        final var now = Instant.parse("2026-11-23T12:00:00Z");
        final var images = ImageInventory.fromFile(System.getenv("ECR_IMAGES"));
        final var forecast = policy.forecast(images, ForecastOptions.builder()
                .now(now)
                .days(60)
                .pushesPerDay(Map.of("untagged", 2.5))
                .build());
        final var fleet = FleetPreview.of(policy, Inventory.fromDirectory(System.getenv("ECR_INVENTORY")),
                FleetPreviewOptions.builder().now(now).current(true).build());

        final var app = new software.amazon.awscdk.App();
        final var stack = new Stack(app, "Previews");
        output(stack, "Preview", policy.preview(images, PreviewOptions.builder().now(now).build()).summary());
        output(stack, "Forecast", forecast.summary());
        output(stack, "Days", String.valueOf(forecast.getDays().size()));
        output(stack, "LastDay", String.valueOf(forecast.getDays().get(60).getLeastSizeInBytes().longValue()));
        output(stack, "Families", forecast.getFamilies().stream().map(ForecastFamily::getName).collect(Collectors.joining(" ")));
        output(stack, "Assumptions", String.join(" ", forecast.getAssumptions()));
        output(stack, "Fleet", fleet.toCsv());
        output(stack, "FleetImages", String.valueOf(fleet.getTotals().getImageCount().longValue()));
        app.synth();
    }

    private static void output(final Stack stack, final String name, final String value) {
        CfnOutput.Builder.create(stack, name).value(value).build();
    }

    private PreviewsApp() {}
}
