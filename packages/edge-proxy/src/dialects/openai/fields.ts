import * as shape from '../../dialect-kit/answers/shape.ts';
import {
  closed,
  each,
  either,
  type Fields,
  guidance,
  list,
  mask,
  model as modelName,
  name,
  negative,
  number,
  object,
  oneOrMany,
  picture,
  prompt,
  strength,
  toggle,
  word,
} from '../../dialect-kit/fields/field.ts';

/**
 * A picture as the servers of this protocol take one in JSON: base64 or a data URI, or an object around it. A picture
 * that is given by its URL or by a file id is refused, because it cannot be judged before it is read.
 */
const pictureIn = (leaf: typeof picture) =>
  either(
    leaf,
    object({
      image_url: either(leaf, object({ url: leaf })),
      url: leaf,
      b64_json: leaf,
      file_id: leaf,
      type: name,
    }),
  );

/** OpenAI's own fields. */
const OFFICIAL: Fields = {
  prompt,
  model: modelName,
  n: number,
  size: word(/^(auto|\d{1,5}\s*[x*:]\s*\d{1,5})$/i),
  ...each('quality style background response_format output_format input_fidelity', word(/^[\w.-]{1,32}$/)),
  output_compression: number,
  partial_images: number,
  stream: toggle,
  user: name,
  // Sent as `auto`: a client may not weaken the upstream's own moderation.
  moderation: word(/^[\w.-]{1,32}$/),
};

/** Fields of servers that speak this protocol: stable-diffusion.cpp, LocalAI, SD.Next, Together, xAI and others. */
const COMPATIBLE: Fields = {
  // The names in compatible servers and their clients; each server reads some of them.
  ...each('negative_prompt negative_prompt_2 negativePrompt neg_prompt negativeText', oneOrMany(negative)),
  ...each('guidance_scale cfg_scale guidance cfg true_cfg_scale', guidance),
  ...each('slg_scale img_cfg_scale distilled_guidance', strength),
  ...each(
    `seed steps num_inference_steps num_images width height strength denoising_strength clip_skip batch_count
      batch_size eta flow_shift control_strength step mode`,
    number,
  ),
  ...each(
    `sampler sampler_name sample_method sampling_method scheduler schedule aspect_ratio resolution image_size format
      language response_extension substyle`,
    name,
  ),
  modalities: list(word(/^\w{1,16}$/)),
  ...each('enhance_prompt prompt_upsampling raw upscale sync_mode', toggle),
};

/** Fields in which such servers take input pictures. */
const PICTURES: Fields = {
  image: oneOrMany(pictureIn(picture)),
  images: oneOrMany(pictureIn(picture)),
  image_url: oneOrMany(pictureIn(picture)),
  image_urls: list(pictureIn(picture)),
  mask: oneOrMany(pictureIn(mask)),
  ...each(
    `reference_images ref_images reference_image input_image input_images init_image init_images image_prompt
      control_image condition_image source_image file files`,
    oneOrMany(pictureIn(picture)),
  ),
  ...each('mask_image mask_url', oneOrMany(pictureIn(mask))),
};

/**
 * Fields that weaken an upstream's own safety, that hold URLs it would call or load, or that are free text which
 * nothing reads.
 */
const CLOSED: Fields = each(
  `disable_safety_checker enable_safety_checker safety_checker safety_check safety_tolerance safe_mode safety_filter
    safety_filter_level nsfw_filter nsfw_check nsfw content_moderation person_generation webhook webhook_url
    webhook_events_filter callback callback_url loras lora image_loras lora_weights lora_url controlnet controlnets
    ip_adapter embeddings model_url api_base api_key extra_body extra_headers metadata store tools`,
  closed,
);

/** The fields of `/v1/images/generations`, `/edits` and `/variations`, in JSON and as a form. */
export const FIELDS: Fields = { ...CLOSED, ...COMPATIBLE, ...PICTURES, ...OFFICIAL };

/** The files a form may carry: pictures and a mask, with the indices that clients append to a name. */
export const PICTURE_PART = /^(image|images|mask)(\[\d{0,3}\])?$/;

/** A word of the protocol: `high`, `1024x1024`, `b64_json`, `image_generation.completed`, `DeploymentNotFound`. */
const token = shape.form(
  /^(?=.{0,64}$)([A-Za-z]{1,32}|[\dx]{1,16}|[a-z]{1,8}\d{1,4})([._: -]([A-Za-z]{1,32}|[\dx]{1,16}|[a-z]{1,8}\d{1,4})){0,8}$/,
);
/** A parameter's path, such as `images[0].image_url`. */
const parameter = shape.form(/^[A-Za-z_]{1,48}([.[][\w-]{1,24}\]?){0,4}$/);
const usage = shape.entries(shape.either(shape.number, shape.entries(shape.number, 16)), 16, token);

/** The shape of an answer beside its pictures. */
export const MADE = shape.record({
  created: shape.number,
  created_at: shape.number,
  ...shape.each('size quality background output_format type object', token),
  ...shape.each('id model', shape.word(64)),
  ...shape.each('partial_image_index sequence_number', shape.number),
  usage,
  revised_prompt: shape.prose(32_000),
  data: shape.list(shape.record({ revised_prompt: shape.prose(32_000) }), 64),
});

/** The shape of an error. Some servers answer a bare sentence where OpenAI has an object. */
export const ERROR = shape.record({
  error: shape.either(
    shape.prose(2_000),
    shape.record({
      message: shape.prose(2_000),
      type: token,
      param: parameter,
      code: shape.either(shape.number, token),
      moderation_details: shape.record({
        moderation_stage: token,
        categories: shape.list(token, 64),
      }),
    }),
  ),
  ...shape.each('message detail', shape.prose(2_000)),
});

/** A gateway's description of a model: its kinds of input, its prices, its limits. */
const fact = shape.either(shape.number, shape.flag, shape.word(64));
const facts = shape.entries(shape.either(fact, shape.list(shape.word(64), 32)), 64, token);

const model = shape.record({
  ...shape.each(
    'id object owned_by root parent name display_name type canonical_slug hugging_face_id organization link license',
    shape.word(256),
  ),
  ...shape.each('created max_model_len context_length', shape.number),
  ...shape.each('architecture pricing top_provider', facts),
  supported_parameters: shape.list(token, 256),
  permission: shape.list(facts, 8),
  running: shape.flag,
  description: shape.prose(2_000),
});

/** `GET /v1/models`, as an object or, at some servers, a bare list. */
export const MODELS = shape.either(
  shape.list(model, 5_000),
  shape.record({ object: token, data: shape.list(model, 5_000), has_more: shape.flag }),
);
/** `GET /v1/models/{model}` */
export const MODEL = model;
