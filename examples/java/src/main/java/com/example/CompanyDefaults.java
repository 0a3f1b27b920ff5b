package com.example;

import io.github.cdksecurerepository.KeepLatestOptions;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.SecureRepository;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.IPropertyInjector;
import software.amazon.awscdk.InjectionContext;

/** Defaults of a company for every repository. A value that an app passes replaces the default; null does not. */
public final class CompanyDefaults implements IPropertyInjector {
    @Override
    public String getConstructUniqueId() {
        return SecureRepository.PROPERTY_INJECTION_ID;
    }

    @Override
    public Object inject(final Object originalProps, final InjectionContext context) {
        final Map<String, Object> props = new HashMap<>();
        // the names of the properties are those of TypeScript here
        props.put("lifecyclePolicy", LifecyclePolicy.keepLatest(20, KeepLatestOptions.builder()
                .protectedTags(List.of("release-*"))
                .build()));
        if (originalProps instanceof Map) {
            ((Map<?, ?>) originalProps).forEach((name, value) -> {
                if (value != null) {
                    props.put((String) name, value);
                }
            });
        }
        return props;
    }
}
